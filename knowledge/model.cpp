#include "knowledge/model.hpp"

namespace knowledge {

std::string_view to_string(entry_state state) {
    switch (state) {
    case entry_state::draft:
        return "draft";
    case entry_state::canonical:
        return "canonical";
    case entry_state::retired:
        return "retired";
    }
    return "?";
}

std::string_view to_string(decision d) {
    switch (d) {
    case decision::answer:
        return "answer";
    case decision::suggest:
        return "suggest";
    case decision::silent:
        return "silent";
    }
    return "?";
}

} // namespace knowledge
