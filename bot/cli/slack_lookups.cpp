#include "bot/cli/slack_lookups.hpp"

#include "bot/conversation/card.hpp"
#include "bot/conversation/entry_form.hpp"
#include "bot/conversation/proposing.hpp"
#include "bot/observe/log.hpp"
#include "knowledge/store/questions.hpp"

#include <string_view>
#include <type_traits>

namespace bot::cli {

namespace {

namespace chat = adapters::chat;
namespace store = knowledge::store;

// What the database says, or nothing.
template <class F>
std::invoke_result_t<F, store::session&> looked_up(const store::store& in, std::string_view what, F ask) {
    try {
        return in.read(ask);
    } catch (const store::error& why) {
        observe::log::warning("{} could not be read: {}", what, why.what());
        return {};
    }
}

std::optional<std::string> words_of(const std::optional<store::question>& asked) {
    return asked && !asked->text.empty() ? std::optional(asked->text) : std::nullopt;
}

} // namespace

std::optional<std::string> slack_lookups::asked_in(const chat::place& where, const std::string& message_id) const {
    return words_of(looked_up(store_, "the question of a thread", [&](store::session& db) {
        return store::find_question_of_message(db, to_string(where.on), where.workspace, where.group, message_id);
    }));
}

std::optional<chat::mark> slack_lookups::given_in(const chat::place& where, const std::string& message_id) const {
    return looked_up(store_, "the entry of an answer",
                     [&](store::session& db) { return conversation::entry_given_in(db, where, message_id); });
}

std::optional<std::string> slack_lookups::asked_about(const std::string& button_value) const {
    const auto about = conversation::card_reference_from(button_value);
    if (!about) return std::nullopt;
    return words_of(looked_up(store_, "the question of a card",
                              [&](store::session& db) { return store::find_question(db, about->question); }));
}

bool slack_lookups::may_answer(const chat::remark& said) const {
    const auto group = settings_.group(said.where.on, said.where.workspace, said.where.group);
    return group && conversation::is_trusted(*group, said.where, said.who) &&
           looked_up(store_, "the questions of a thread",
                     [&](store::session& db) { return conversation::may_answer(db, said); });
}

bool slack_lookups::proposes(const chat::place& where, const std::string& message_id) const {
    return looked_up(store_, "the proposals of a thread",
                     [&](store::session& db) { return conversation::proposes(db, where, message_id); });
}

} // namespace bot::cli
