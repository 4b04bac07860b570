#include "knowledge/match/regression.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace knowledge::match {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::string_view silence = "silence";

[[noreturn]] void refuse(const std::string& file, std::size_t line, std::string_view why) {
    throw input_error(fmt::format("{}:{}: {}", file, line, why));
}

// Calls `use` with the number and the object of every line that is not blank.
template <class Use>
void each_object(std::string_view text, const std::string& file, Use use) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        const auto object = json::parse(line, nullptr, false);
        if (object.is_discarded()) refuse(file, number, "not JSON");
        if (!object.is_object()) refuse(file, number, "not a JSON object");
        use(number, object);
    }
}

bool is_texts(const json& value) {
    return value.is_array() && std::ranges::all_of(value, [](const json& one) { return one.is_string(); });
}

expectation read_one(const json& row, const std::string& file, std::size_t line) {
    expectation one{.line = line};
    for (const auto& [key, value] : row.items()) {
        if (key == "q" && value.is_string()) {
            one.text = value;
        } else if (key == "context" && (value.is_null() || is_texts(value))) {
            if (!value.is_null()) one.context = value.get<std::vector<std::string>>();
        } else if (key == "expect" && value.is_string()) {
            if (value != silence) one.entries = {value.get<std::string>()};
        } else if (key == "expect" && is_texts(value) && !value.empty()) {
            one.entries = value.get<std::vector<std::string>>();
        } else if (key == "note" && (value.is_null() || value.is_string())) {
            if (!value.is_null()) one.note = value;
        } else if (key == "q") {
            refuse(file, line, "q: a text is needed");
        } else if (key == "context") {
            refuse(file, line, "context: a list of texts is needed");
        } else if (key == "expect") {
            refuse(file, line, "expect: an entry's id, a list of ids, or \"silence\" is needed");
        } else if (key == "note") {
            refuse(file, line, "note: a text is needed");
        } else {
            refuse(file, line, fmt::format("there is no key \"{}\"; q, context, expect and note are known", key));
        }
    }
    if (one.text.find_first_not_of(" \t\r\n") == std::string::npos) refuse(file, line, "q: a text is needed");
    if (!row.contains("expect")) refuse(file, line, "expect: an entry's id, a list of ids, or \"silence\" is needed");
    return one;
}

ordered_json expected_of(const expectation& one) {
    if (one.entries.empty()) return silence;
    return one.entries.size() == 1 ? ordered_json(one.entries.front()) : ordered_json(one.entries);
}

std::string written(const ordered_json& value) {
    return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::string key_of(const ordered_json& question, const ordered_json& context, const ordered_json& expected) {
    return written(ordered_json::array({question, context, expected}));
}

std::string key_of(const expectation& one) {
    return key_of(one.text, one.context, expected_of(one));
}

} // namespace

std::vector<expectation> read_expectations(std::string_view text, const std::string& file) {
    std::vector<expectation> all;
    each_object(text, file, [&](std::size_t line, const json& row) { all.push_back(read_one(row, file, line)); });
    if (all.empty()) throw input_error(file + ": no questions");
    return all;
}

std::vector<checked> check(const index& all, std::vector<expectation> expected, const checked_for& whom) {
    std::vector<checked> run;
    run.reserve(expected.size());
    for (expectation& one : expected) {
        const query asked{.text = one.text,
                          .context = one.context,
                          .recent = {},
                          .collections = whom.collections,
                          .for_us = whom.for_us ? whom.for_us(one.text) : 0};
        const auto ranked = all.search(asked);
        checked done{.expected = std::move(one), .got = decide(ranked, whom.at)};
        if (!ranked.empty()) {
            done.got_id = ranked.front().external_id;
            done.confidence = ranked.front().confidence;
        }
        const auto& wanted = done.expected.entries;
        done.right = wanted.empty()
                         ? done.got == decision::silent
                         : done.got == decision::answer && std::ranges::find(wanted, done.got_id) != wanted.end();
        run.push_back(std::move(done));
    }
    return run;
}

last_run read_last_run(std::string_view text, const std::string& file) {
    last_run run;
    bool headed = false;
    each_object(text, file, [&](std::size_t line, const json& row) {
        const auto under = row.find("under");
        if (!headed) {
            if (under == row.end() || !under->is_string()) refuse(file, line, "this is no file of a last run");
            run.under = *under;
            headed = true;
            return;
        }
        const auto right = row.find("right");
        if (right == row.end() || !right->is_boolean() || !row.contains("q") || !row.contains("expect"))
            refuse(file, line, "this is no line of a last run");
        run.right[key_of(ordered_json(row["q"]), ordered_json(row.value("context", json::array())),
                         ordered_json(row["expect"]))] = *right;
    });
    if (!headed) throw input_error(file + ": this is no file of a last run");
    return run;
}

std::string write_last_run(const std::vector<checked>& run, std::string_view under) {
    std::string text = written({{"under", under}}) + "\n";
    for (const checked& one : run) {
        ordered_json row{{"q", one.expected.text}};
        if (!one.expected.context.empty()) row["context"] = one.expected.context;
        row["expect"] = expected_of(one.expected);
        row["right"] = one.right;
        text += written(row) + "\n";
    }
    return text;
}

void compare(std::vector<checked>& run, const last_run& before) {
    for (checked& one : run) {
        const auto known = before.right.find(key_of(one.expected));
        if (known == before.right.end()) continue;
        one.change = known->second == one.right ? since_last::same
                     : one.right                ? since_last::mended
                                                : since_last::regressed;
    }
}

} // namespace knowledge::match
