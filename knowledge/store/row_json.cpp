#include "knowledge/store/row_json.hpp"

#include "knowledge/store/columns.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace knowledge::store {

namespace {

using nlohmann::json;

// Bytes that are no UTF-8 become U+FFFD here; throwing would lose the whole row for one broken character.
std::string text_of(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// Needs no escape in JSON.
bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

template <class Read>
auto decoded(std::string_view text, Read read) {
    try {
        return read(json::parse(text));
    } catch (const json::exception& problem) {
        throw error(trouble::unusable, std::string("the database holds damaged JSON: ") + problem.what());
    }
}

json encoded(const source& where) {
    return {{"edition", where.edition}, {"thread", where.thread}, {"turn", where.turn}, {"asker", where.asker},
            {"label", where.label},     {"url", where.url},       {"file", where.file}};
}

source decoded_source(const json& value) {
    return {.edition = value.at("edition"),
            .thread = value.at("thread"),
            .turn = value.at("turn"),
            .asker = value.at("asker"),
            .label = value.at("label"),
            .url = value.at("url"),
            .file = value.at("file")};
}

} // namespace

std::string encode(const std::vector<std::string>& list) {
    return list.empty() ? "[]" : text_of(list);
}

std::vector<std::string> decode_list(std::string_view text) {
    if (text == "[]") return {}; // nearly all of them, and a hundred thousand are read at start
    return decoded(text, [](const json& value) { return value.get<std::vector<std::string>>(); });
}

std::string encode(const std::vector<logged_candidate>& candidates) {
    // Written with every question; a tree of JSON values first would cost as much as its statement.
    fmt::basic_memory_buffer<char, 2048> text;
    const auto end = fmt::appender(text);
    text.push_back('[');
    for (const auto& one : candidates) {
        if (text.size() > 1) text.push_back(',');
        fmt::format_to(end, FMT_COMPILE(R"({{"confidence":{},"external_id":)"), one.confidence);
        if (is_plain(one.external_id))
            fmt::format_to(end, FMT_COMPILE(R"("{}")"), one.external_id);
        else
            fmt::format_to(end, FMT_COMPILE("{}"), text_of(one.external_id));
        fmt::format_to(end, FMT_COMPILE(R"(,"id":{}}})"), one.id.value);
    }
    text.push_back(']');
    return fmt::to_string(text);
}

std::vector<logged_candidate> decode_candidates(std::string_view text) {
    return decoded(text, [](const json& value) {
        std::vector<logged_candidate> candidates;
        for (const auto& one : value) {
            candidates.push_back({.id = entry_id{one.at("id").get<std::int64_t>()},
                                  .external_id = one.at("external_id"),
                                  .confidence = one.at("confidence")});
        }
        return candidates;
    });
}

std::string encode(const entry& value) {
    json sources = json::array();
    for (const auto& where : value.sources)
        sources.push_back(encoded(where));
    json variants = json::array();
    for (const auto& one : value.variants)
        variants.push_back({{"language", one.language}, {"answer", one.answer}, {"made_for", one.made_for}});
    return text_of({{"id", value.id.value},
                    {"external_id", value.external_id},
                    {"collection", value.collection},
                    {"state", to_string(value.state)},
                    {"question", value.question},
                    {"phrasings", value.phrasings},
                    {"answer", value.answer},
                    {"tags", value.tags},
                    {"sources", std::move(sources)},
                    {"context", value.context},
                    {"previous", value.previous.value},
                    {"valid_until", value.valid_until},
                    {"valid_for", value.valid_for},
                    {"variants", std::move(variants)}});
}

entry decode_entry(std::string_view text) {
    return decoded(text, [](const json& value) {
        entry read;
        read.id.value = value.at("id");
        read.external_id = value.at("external_id");
        read.collection = value.at("collection");
        read.state = enumerator<entry_state>(value.at("state").get<std::string>());
        read.question = value.at("question");
        read.phrasings = value.at("phrasings").get<std::vector<std::string>>();
        read.answer = value.at("answer");
        read.tags = value.at("tags").get<std::vector<std::string>>();
        for (const auto& where : value.at("sources"))
            read.sources.push_back(decoded_source(where));
        read.context = value.at("context").get<std::vector<std::string>>();
        read.previous.value = value.at("previous");
        // Revisions from before there were these do not have them.
        read.valid_until = value.value("valid_until", "");
        read.valid_for = value.value("valid_for", "");
        for (const auto& one : value.value("variants", json::array()))
            read.variants.push_back(
                {.language = one.at("language"), .answer = one.at("answer"), .made_for = one.at("made_for")});
        return read;
    });
}

} // namespace knowledge::store
