#include "knowledge/match/trace.hpp"

#include "knowledge/match/calibration.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace knowledge::match {

namespace {

constexpr int version = 1;

struct part {
    std::size_t feature;
    double amount;
};

// Biggest first; returns how many there are.
std::size_t biggest_parts(const feature_vector& features, std::array<part, feature_count>& parts, std::size_t most) {
    const coefficients& column = column_of(shipped_calibration.certainty, features);
    std::size_t count = 0;
    for (std::size_t i = 0; i < feature_count; ++i) {
        const double amount = column.weights[i] * features[i];
        if (std::abs(amount) >= 0.005) parts[count++] = {i, amount};
    }
    most = std::min(most, count);
    std::partial_sort(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(most),
                      parts.begin() + static_cast<std::ptrdiff_t>(count), [](const part& a, const part& b) {
                          return std::abs(a.amount) != std::abs(b.amount) ? std::abs(a.amount) > std::abs(b.amount)
                                                                          : a.feature < b.feature;
                      });
    return most;
}

void put(std::string& to, std::int64_t value) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    to.append(digits.data(), end);
}

// Two digits behind the point, and no zero at their end. By whole numbers: std::to_chars with a precision takes ten
// times as long, and 36 of these are written with every message.
void put(std::string& to, double value) {
    const auto hundredths = static_cast<std::int64_t>(std::llround(value * 100));
    const auto size = static_cast<std::uint64_t>(std::abs(hundredths));
    if (hundredths < 0) to += '-';
    put(to, static_cast<std::int64_t>(size / 100));
    if (size % 100 == 0) return;
    to += '.';
    to += static_cast<char>('0' + size % 100 / 10);
    if (size % 10 != 0) to += static_cast<char>('0' + size % 10);
}

// The runner-up's values are nearly the winner's, and are left out.
void put(std::string& to, const explanation& one, bool with_values) {
    std::array<part, feature_count> parts;
    const std::size_t count = biggest_parts(one.features, parts, most_parts);
    to += R"({"e":)";
    put(to, one.what.id.value);
    to += R"(,"w":)";
    put(to, static_cast<std::int64_t>(one.wording));
    to += R"(,"c":)";
    put(to, one.what.confidence);
    to += R"(,"b":)";
    put(to, column_of(shipped_calibration.certainty, one.features).intercept);
    to += R"(,"f":{)";
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) to += ',';
        (to += '"').append(feature_descriptions[parts[i].feature].name).append(with_values ? "\":[" : "\":");
        if (with_values) {
            put(to, one.features[parts[i].feature]);
            to += ',';
        }
        put(to, parts[i].amount);
        if (with_values) to += ']';
    }
    to += "}}";
}

// The tokeniser makes no word of what would end a string of JSON, but what is kept must be read whatever it makes.
void put(std::string& to, std::string_view word) {
    to += '"';
    for (const char c : word)
        if (c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20) to += c;
    to += '"';
}

void put(std::string& to, const noted_words& words) {
    if (!words.unknown.empty()) {
        to += R"(,"u":[)";
        for (std::size_t i = 0; i < words.unknown.size(); ++i) {
            if (i > 0) to += ',';
            put(to, std::string_view(words.unknown[i]));
        }
        to += ']';
    }
    if (!words.otherwise.empty()) {
        to += R"(,"m":{)";
        for (std::size_t i = 0; i < words.otherwise.size(); ++i) {
            if (i > 0) to += ',';
            put(to, std::string_view(words.otherwise[i].said));
            to += ':';
            put(to, std::string_view(words.otherwise[i].read_as));
        }
        to += '}';
    }
}

noted_words read_words(const nlohmann::ordered_json& row) {
    noted_words words;
    if (const auto unknown = row.find("u"); unknown != row.end())
        words.unknown = unknown->get<std::vector<std::string>>();
    if (const auto meant = row.find("m"); meant != row.end())
        for (const auto& [said, read_as] : meant->items())
            words.otherwise.push_back({said, read_as.get<std::string>()});
    return words;
}

traced_candidate read_candidate(const nlohmann::ordered_json& row) {
    traced_candidate one{.id = {row.at("e").get<std::int64_t>()},
                         .wording = row.at("w"),
                         .confidence = row.at("c"),
                         .base = row.at("b"),
                         .parts = {}};
    for (const auto& [name, numbers] : row.at("f").items()) {
        if (numbers.is_array())
            one.parts.push_back({name, numbers.at(0).get<double>(), numbers.at(1)});
        else
            one.parts.push_back({name, std::nullopt, numbers});
    }
    return one;
}

} // namespace

std::vector<contribution> contributions(const feature_vector& features, std::size_t most) {
    std::array<part, feature_count> parts;
    std::vector<contribution> result;
    for (std::size_t i = 0, count = biggest_parts(features, parts, most); i < count; ++i) {
        result.push_back(
            {std::string(feature_descriptions[parts[i].feature].name), features[parts[i].feature], parts[i].amount});
    }
    return result;
}

traced_candidate traced(const explanation& what, std::size_t most_parts_of_it) {
    return {.id = what.what.id,
            .wording = what.wording,
            .confidence = what.what.confidence,
            .base = column_of(shipped_calibration.certainty, what.features).intercept,
            .parts = contributions(what.features, most_parts_of_it)};
}

std::string to_json(const trace& head, std::span<const explanation> ranked) {
    std::string text;
    text.reserve(768);
    text += R"({"v":)";
    put(text, std::int64_t{version});
    text += R"(,"r":)";
    put(text, head.revision);
    text += R"(,"t":[)";
    put(text, head.at.answer_at);
    text += ',';
    put(text, head.at.suggest_at);
    text += ']';
    if (head.leant) {
        text += R"(,"q":)";
        put(text, head.before.value);
        text += R"(,"a":)";
        put(text, head.recent.value);
    }
    put(text, head.words);
    text += R"(,"c":[)";
    for (std::size_t i = 0; i < ranked.size() && i < most_traced; ++i) {
        if (i > 0) text += ',';
        put(text, ranked[i], i == 0);
    }
    return text += "]}";
}

std::optional<trace> trace_from_json(std::string_view text) {
    // Ordered: the biggest contribution was written first.
    using nlohmann::ordered_json;
    const auto read = ordered_json::parse(text, nullptr, false);
    if (read.is_discarded() || !read.is_object()) return std::nullopt;
    try {
        if (read.at("v") != version) return std::nullopt;
        trace what;
        what.revision = read.at("r");
        what.at = {.answer_at = read.at("t").at(0), .suggest_at = read.at("t").at(1)};
        what.leant = read.contains("q");
        if (what.leant) {
            what.before.value = read.at("q");
            what.recent.value = read.at("a");
        }
        what.words = read_words(read);
        for (const auto& row : read.at("c"))
            what.candidates.push_back(read_candidate(row));
        return what;
    } catch (const ordered_json::exception&) {
        return std::nullopt;
    }
}

} // namespace knowledge::match
