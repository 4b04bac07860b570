#include "knowledge/entry_rules.hpp"
#include "knowledge/exchange/export.hpp"
#include "knowledge/exchange/import.hpp"
#include "knowledge/exchange/tidy.hpp"
#include "tests/knowledge/exchange/nasty.hpp"

#include <catch2/catch.hpp>

using namespace knowledge;
using namespace knowledge::exchange;

namespace {

std::string tidy(const std::string& text, text_kind kind) {
    return join(tidy_lines(lines_of(text), kind));
}

std::vector<entry> random_entries(nasty::source& random, nasty::source& variants) {
    std::vector<entry> entries;
    for (std::int64_t i = 1; i <= 6; ++i) {
        entry e;
        e.id.value = i;
        e.external_id = "id-" + std::to_string(i);
        e.question = tidy(random.text(), text_kind::plain);
        if (e.question.empty()) e.question = "空";
        e.answer = tidy(random.text(), text_kind::markdown);
        e.state = e.answer.empty() || i == 2 ? entry_state::draft : entry_state::canonical;
        e.collection = i == 3 ? "其他" : "default";
        e.phrasings = distinct_phrasings({random.text(), random.line()}, e.question);
        if (const std::string tag(trim(random.line())); !tag.empty()) e.tags = {tag};
        source from;
        from.edition = "2031-02-03";
        from.thread = 1;
        from.turn = static_cast<int>(i);
        from.asker = trim(random.line());
        from.label = trim(random.line());
        from.url = "https://e.org/" + std::to_string(i);
        from.file = "w.md";
        e.sources = {from};
        if (i == 4 || i == 5) e.previous.value = i - 1;
        if (i == 6 && random.below(2) == 0) e.context = {"早先的问题"};
        if (i == 2) e.valid_until = "2031-12-31";
        if (i == 3) e.valid_for = trim(variants.line());
        for (const char* language : {"en", "zh"}) {
            answer_variant one{.language = language, .answer = variants.text(), .made_for = fingerprint(e.answer)};
            if (variants.below(2) == 0) one.made_for = fingerprint("an older answer");
            if (i > 3 && !trim(one.answer).empty()) e.variants.push_back(std::move(one));
        }
        entries.push_back(std::move(e));
    }
    return entries;
}

// As the import completes them.
std::vector<answer_variant> variants_of(const row& r, const entry& e) {
    auto all = r.variants.value_or(std::vector<answer_variant>{});
    for (auto& one : all)
        if (one.made_for.empty()) one.made_for = fingerprint(e.answer);
    return all;
}

} // namespace

TEST_CASE("what is exported is imported as it was", "[exchange]") {
    const auto [format, name] = GENERATE(table<export_format, const char*>({
        {export_format::jsonl, "kb.jsonl"},
        {export_format::csv, "kb.csv"},
        {export_format::faq, "kb.md"},
    }));
    nasty::source random(4), variants(5);
    for (int round = 0; round < 300; ++round) {
        const std::vector<entry> entries = random_entries(random, variants);
        const std::string text = export_entries(entries, format);
        INFO(name << '\n' << text);
        const parsed_file parsed = read_rows(text, name);
        for (const finding& f : parsed.refused)
            UNSCOPED_INFO(f.line << ": " << f.reason);
        REQUIRE(parsed.refused.empty());
        REQUIRE(parsed.unplaced.empty());
        REQUIRE(parsed.rows.size() == entries.size());
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const entry& e = entries[i];
            const row& r = parsed.rows[i];
            REQUIRE(r.external_id == e.external_id);
            REQUIRE(r.question == e.question);
            REQUIRE(r.answer == e.answer);
            REQUIRE(r.phrasings.value_or(std::vector<std::string>{}) == e.phrasings);
            REQUIRE(r.tags.value_or(std::vector<std::string>{}) == e.tags);
            REQUIRE(r.state.value_or(entry_state::canonical) == e.state);
            REQUIRE(r.collection.value_or("default") == e.collection);
            REQUIRE(r.sources == e.sources);
            REQUIRE(r.valid_until.value_or("") == e.valid_until);
            REQUIRE(r.valid_for.value_or("") == e.valid_for);
            REQUIRE(variants_of(r, e) == e.variants);
            REQUIRE(r.previous.has_value() == static_cast<bool>(e.previous));
            if (r.previous) REQUIRE(entries[*r.previous].id == e.previous);
            if (format != export_format::csv) REQUIRE(r.context == e.context);
        }
    }
}

TEST_CASE("a follow-up is exported behind what it follows", "[exchange]") {
    std::vector<entry> entries(3);
    entries[0].id.value = 1;
    entries[0].previous.value = 3;
    entries[1].id.value = 2;
    entries[1].previous.value = 9; // not among these
    entries[2].id.value = 3;
    const std::vector<entry> ordered = in_chain_order(entries);
    CHECK(ordered[0].id.value == 3);
    CHECK(ordered[1].id.value == 1);
    CHECK(ordered[2].id.value == 2);
}

TEST_CASE("an export without chains, drafts and collections has the six plain columns", "[exchange]") {
    std::vector<entry> entries(1);
    entries[0].external_id = "a";
    entries[0].question = "问";
    entries[0].answer = "=答";
    CHECK(export_entries(entries, export_format::csv) ==
          "id,question,phrasings,answer,tags,source\r\na,问,,'=答,,\r\n");
}
