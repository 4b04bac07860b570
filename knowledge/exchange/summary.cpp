#include "knowledge/exchange/summary.hpp"

#include <nlohmann/json.hpp>

namespace knowledge::exchange {
namespace {

nlohmann::ordered_json list_of(const std::vector<finding>& findings) {
    auto list = nlohmann::ordered_json::array();
    for (const finding& f : findings)
        list.push_back({{"file", f.file}, {"line", f.line}, {"reason", f.reason}});
    return list;
}

} // namespace

std::string to_json(const summary& what) {
    nlohmann::ordered_json object{{"files", what.files},
                                  {"threads", what.threads},
                                  {"turns", what.turns},
                                  {"answered", what.answered},
                                  {"entries_new", what.entries_new},
                                  {"entries_changed", what.entries_changed},
                                  {"repeated", what.repeated},
                                  {"unplaced", list_of(what.unplaced)},
                                  {"refused", list_of(what.refused)}};
    object["kept"] = nlohmann::ordered_json::array();
    for (const kept_entry& k : what.kept)
        object["kept"].push_back({{"id", k.external_id}, {"reason", k.reason}});
    return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace knowledge::exchange
