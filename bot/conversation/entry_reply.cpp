#include "bot/conversation/entry_reply.hpp"

#include "adapters/chat/markdown.hpp"
#include "bot/conversation/texts.hpp"
#include "bot/conversation/time_words.hpp"
#include "knowledge/entry_rules.hpp"

#include <algorithm>

namespace bot::conversation {

namespace diff = knowledge::diff;

namespace {

constexpr std::size_t line_length = 300; // of a changed line: enough to see what changed, short enough to read on
constexpr std::size_t most_lines = 12;   // of a field; the rest is an ellipsis

text name_of(diff::field which) {
    switch (which) {
    case diff::field::state:
        return text::field_state;
    case diff::field::question:
        return text::field_question;
    case diff::field::phrasings:
        return text::field_phrasings;
    case diff::field::answer:
        return text::field_answer;
    case diff::field::variant:
        return text::field_variant;
    case diff::field::tags:
        return text::field_tags;
    case diff::field::collection:
        return text::field_collection;
    case diff::field::valid_until:
        return text::field_valid_until;
    case diff::field::valid_for:
        return text::field_valid_for;
    case diff::field::sources:
        return text::field_sources;
    case diff::field::chain:
        return text::field_chain;
    case diff::field::name:
        break;
    }
    return text::field_name;
}

text name_of(knowledge::entry_state state) {
    switch (state) {
    case knowledge::entry_state::draft:
        return text::state_draft;
    case knowledge::entry_state::canonical:
        return text::state_canonical;
    case knowledge::entry_state::retired:
        break;
    }
    return text::state_retired;
}

std::string state_word(std::string_view stored, const config::voice& speaks) {
    for (const auto one :
         {knowledge::entry_state::draft, knowledge::entry_state::canonical, knowledge::entry_state::retired})
        if (to_string(one) == stored) return phrase(name_of(one), speaks);
    return std::string(stored);
}

// Lines of a list: "- ➖ was" or "- ➕ is".
class changed_lines {
  public:
    void add(bool removed, std::string_view line) {
        if (line.find_first_not_of(" \t\r\n") == std::string_view::npos) return;
        if (++count_ > most_lines) return;
        text_ += std::string("\n- ") + (removed ? "➖ " : "➕ ") + quoted_line(line, line_length);
    }
    [[nodiscard]] std::string take() const { return text_ + (count_ > most_lines ? "\n- …" : ""); }

  private:
    std::string text_;
    std::size_t count_ = 0;
};

} // namespace

std::string author_name(const knowledge::store::authorship& by, const config::voice& speaks) {
    if (by.author == "import") return phrase(text::author_import, speaks);
    if (by.author == "cli") return phrase(text::author_cli, speaks);
    const auto id = by.author.substr(std::min(by.author.rfind(':') + 1, by.author.size()));
    return quoted_line(id.empty() ? by.author : id, 40);
}

std::string diff_markdown(std::span<const diff::field_change> changes, const config::voice& speaks) {
    std::string all;
    for (const auto& one : changes) {
        changed_lines lines;
        if (one.what == diff::field::state) {
            lines.add(true, state_word(one.before, speaks));
            lines.add(false, state_word(one.after, speaks));
        } else {
            for (const auto& piece : diff::by_lines(one.before, one.after)) {
                if (piece.what == diff::fate::same) continue;
                for (std::string_view rest = piece.text; !rest.empty();) {
                    const auto end = std::min(rest.find('\n'), rest.size());
                    lines.add(piece.what == diff::fate::removed, rest.substr(0, end));
                    rest.remove_prefix(std::min(end + 1, rest.size()));
                }
            }
            for (const auto& line : one.removed)
                lines.add(true, line);
            for (const auto& line : one.added)
                lines.add(false, line);
        }
        if (!all.empty()) all += "\n\n";
        all += "**" + phrase(name_of(one.what), speaks, fmt::arg("language", one.language)) + "**\n" + lines.take();
    }
    return all;
}

reply entry_reply(const knowledge::store::revision& latest, std::string_view merged_into, std::string_view today,
                  knowledge::timestamp now, const config::voice& speaks) {
    const auto& entry = latest.value;
    reply made;
    made.title = phrase(text::entry_title, speaks, fmt::arg("id", entry.external_id));
    if (!entry.context.empty())
        made.markdown =
            phrase(text::card_before, speaks, fmt::arg("question", quoted_line(entry.context.back(), line_length))) +
            "\n\n";
    made.markdown += "> " + quoted_line(entry.question, line_length) + "\n\n" + entry.answer;
    made.footer = phrase(text::entry_line, speaks, fmt::arg("state", phrase(name_of(entry.state), speaks)),
                         fmt::arg("revision", latest.number), fmt::arg("author", author_name(latest.by, speaks)),
                         fmt::arg("ago", ago(latest.by.at, now, speaks)));
    made.footer = quoted_line(entry.external_id, line_length) + " · " + made.footer;
    const auto add = [&made](const std::string& line) { made.footer += "\n\n" + line; };
    if (!merged_into.empty())
        add(phrase(text::merged_into, speaks, fmt::arg("id", quoted_line(merged_into, line_length))));
    if (!entry.valid_until.empty())
        add(phrase(knowledge::has_expired(entry, today) ? text::expired : text::valid_until, speaks,
                   fmt::arg("date", entry.valid_until)));
    if (!entry.valid_for.empty())
        add(phrase(text::valid_for, speaks, fmt::arg("what", quoted_line(entry.valid_for, line_length))));
    for (const auto& one : entry.variants)
        add(phrase(knowledge::is_stale(entry, one) ? text::variant_stale : text::entry_variant, speaks,
                   fmt::arg("language", one.language)));
    return made;
}

std::string two_versions_markdown(const two_versions& both, const config::voice& speaks) {
    auto all = both.why + "\n\n**" + phrase(text::conflict_theirs, speaks) + "**\n\n" + both.theirs + "\n\n**" +
               phrase(text::conflict_yours, speaks) + "**\n\n" + both.yours;
    if (!both.again.empty()) all += "\n\n" + both.again;
    return all;
}

} // namespace bot::conversation
