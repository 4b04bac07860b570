#include "adapters/chat/together.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::chat {

namespace {

bool leaves_alone(const outgoing& message) {
    return message.told_as.empty() || message.what != act::post || message.where.direct ||
           !message.only_for.id.empty() || !message.takes_place_of.empty();
}

bool same_place(const place& a, const place& b) {
    return a.on == b.on && a.workspace == b.workspace && a.group == b.group && a.thread == b.thread;
}

// What a button is about differs from asker to asker; what it does and says on it does not.
bool same_buttons(const std::vector<button>& a, const std::vector<button>& b) {
    return std::ranges::equal(a, b, [](const button& one, const button& other) {
        return one.what == other.what && one.label == other.label;
    });
}

std::string renamed(std::string text, std::string_view name, std::string_view other) {
    if (const auto at = text.find(name); at != std::string::npos) text.replace(at, name.size(), other);
    return text;
}

bool same_person(const person& a, const person& b) {
    return a.id.empty() ? a == b : a.id == b.id;
}

} // namespace

std::optional<outgoing> together(const outgoing& first, const outgoing& second) {
    if (leaves_alone(first) || leaves_alone(second) || !same_place(first.where, second.where)) return std::nullopt;
    if (first.footer != second.footer || first.status != second.status || !same_buttons(first.buttons, second.buttons))
        return std::nullopt;
    auto both = first;
    both.told_as += ", " + second.told_as;
    both.title = renamed(first.title, first.told_as, both.told_as);
    both.markdown = renamed(first.markdown, first.told_as, both.told_as);
    if (both.title != renamed(second.title, second.told_as, both.told_as) ||
        both.markdown != renamed(second.markdown, second.told_as, both.told_as))
        return std::nullopt;
    auto more = second.also;
    more.insert(more.begin(), second.mention);
    for (person& one : more) {
        const auto is_one = [&one](const person& known) { return same_person(known, one); };
        if (one == person{} || is_one(both.mention) || std::ranges::any_of(both.also, is_one)) continue;
        if (both.mention == person{})
            both.mention = std::move(one);
        else
            both.also.push_back(std::move(one));
    }
    if (both.also.size() + 1 > most_addressed) return std::nullopt;
    // The address that is good for longer; an unknown end (0) is the platform's to judge.
    if (second.reply.expires_at > first.reply.expires_at) both.reply = second.reply;
    return both;
}

} // namespace adapters::chat
