#include "knowledge/diff/entry_diff.hpp"

#include "knowledge/entry_rules.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace knowledge::diff {

namespace {

std::vector<std::string> without(const std::vector<std::string>& all, const std::vector<std::string>& those) {
    std::vector<std::string> left;
    for (const auto& one : all)
        if (std::ranges::find(those, one) == those.end()) left.push_back(one);
    return left;
}

std::vector<std::string> lines_of(const std::vector<source>& all) {
    std::vector<std::string> lines;
    for (const auto& one : all)
        lines.push_back(as_line(one));
    return lines;
}

std::string answer_of(const entry& one, const std::string& language) {
    const auto* variant = variant_in(one, language);
    return variant == nullptr ? std::string() : variant->answer;
}

class comparison {
  public:
    void text(field what, const std::string& before, const std::string& after, std::string language = {}) {
        if (before == after) return;
        found_.push_back({.what = what,
                          .language = std::move(language),
                          .text = by_words(before, after),
                          .before = before,
                          .after = after,
                          .removed = {},
                          .added = {}});
    }
    void list(field what, const std::vector<std::string>& before, const std::vector<std::string>& after) {
        field_change one;
        one.what = what;
        one.removed = without(before, after);
        one.added = without(after, before);
        if (!one.removed.empty() || !one.added.empty()) found_.push_back(std::move(one));
    }
    std::vector<field_change> take() { return std::move(found_); }

  private:
    std::vector<field_change> found_;
};

} // namespace

std::string_view to_string(field which) {
    switch (which) {
    case field::state:
        return "state";
    case field::question:
        return "question";
    case field::phrasings:
        return "phrasings";
    case field::answer:
        return "answer";
    case field::variant:
        return "answer in";
    case field::tags:
        return "tags";
    case field::collection:
        return "collection";
    case field::valid_until:
        return "valid until";
    case field::valid_for:
        return "valid for";
    case field::sources:
        return "sources";
    case field::chain:
        return "asked before";
    case field::name:
        return "id";
    }
    return "?";
}

std::vector<field_change> compare(const entry& before, const entry& after) {
    comparison found;
    found.text(field::state, std::string(to_string(before.state)), std::string(to_string(after.state)));
    found.text(field::question, before.question, after.question);
    found.list(field::phrasings, before.phrasings, after.phrasings);
    found.text(field::answer, before.answer, after.answer);
    std::set<std::string> languages;
    for (const auto* one : {&before, &after})
        for (const auto& variant : one->variants)
            languages.insert(variant.language);
    for (const auto& language : languages)
        found.text(field::variant, answer_of(before, language), answer_of(after, language), language);
    found.list(field::tags, before.tags, after.tags);
    found.text(field::collection, before.collection, after.collection);
    found.text(field::valid_until, before.valid_until, after.valid_until);
    found.text(field::valid_for, before.valid_for, after.valid_for);
    found.list(field::sources, lines_of(before.sources), lines_of(after.sources));
    found.list(field::chain, before.context, after.context);
    found.text(field::name, before.external_id, after.external_id);
    return found.take();
}

std::string as_line(const source& where) {
    std::string line = where.edition;
    if (where.thread != 0) line += " #" + std::to_string(where.thread);
    if (where.turn != 0) line += " #" + std::to_string(where.turn);
    for (const auto* part : {&where.asker, &where.label, &where.url, &where.file}) {
        if (part->empty()) continue;
        if (!line.empty()) line += ", ";
        line += *part;
    }
    return line;
}

} // namespace knowledge::diff
