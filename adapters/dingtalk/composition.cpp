#include "adapters/dingtalk/composition.hpp"

#include "adapters/chat/markdown.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/dingtalk/render.hpp"
#include "adapters/net/url.hpp"

#include <algorithm>
#include <initializer_list>

namespace adapters::dingtalk {

namespace {

constexpr std::string_view say_link =
    "dtmd://dingtalkclient/sendMessage?content="; // in small letters, or nothing happens
constexpr std::size_t name_limit = 40;            // of characters

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string all;
    for (const std::string_view part : parts) {
        if (part.empty()) continue;
        if (!all.empty()) all += "\n\n";
        all += part;
    }
    return all;
}

std::string address(const chat::person& who, naming how) {
    const auto id = usable_id(who);
    if (how == naming::by_id && !id.empty()) return '@' + std::string(id);
    const std::string whole = chat::one_line(chat::repaired(who.name));
    const auto name = chat::first_characters(whole, name_limit);
    if (how == naming::by_tag && !id.empty()) {
        const std::string shown = name.empty() ? std::string(id) : render(chat::markdown::from_plain(name));
        return "<a atId=" + std::string(id) + '>' + shown + "</a>";
    }
    if (name.empty()) return {};
    return render(chat::markdown::from_plain("@" + std::string(name)));
}

// "- Helpful: `helpful q1a2b`"
std::string written_out(const std::vector<chat::button>& buttons) {
    std::string list;
    for (const chat::button& one : buttons) {
        if (one.says.empty()) continue;
        if (!list.empty()) list += '\n';
        list += "- " + chat::markdown::from_plain(chat::one_line(one.label)) + ": `" + one.says + '`';
    }
    return render(list);
}

std::vector<link_button> tapped(const std::vector<chat::button>& buttons) {
    std::vector<link_button> links;
    for (const chat::button& one : buttons) {
        const std::string title = render_title(one.label);
        if (title.empty() || one.says.empty() || links.size() == most_buttons) continue;
        links.push_back({title, std::string(say_link) + net::percent_encode(one.says)});
    }
    return links;
}

} // namespace

std::string composition::whole() const {
    return joined({text, footer, status});
}

composition compose(const chat::outgoing& message, naming how, commands form,
                    const std::function<bool(const composition&)>& fits) {
    composition made;
    made.title = render_title(message.title);
    if (made.title.empty()) made.title = "…";
    made.picks = std::any_of(message.buttons.begin(), message.buttons.end(),
                             [](const chat::button& one) { return one.what == chat::action::pick; });
    if (form == commands::tapped) made.buttons = tapped(message.buttons);
    std::string whom = address(message.mention, how);
    for (const chat::person& one : message.also) {
        if (const std::string name = address(one, how); !name.empty()) whom += (whom.empty() ? "" : " ") + name;
    }
    const std::string footer =
        joined({render(message.footer), form == commands::written ? written_out(message.buttons) : std::string()});
    made.footer = footer;
    made.status = render(message.status);

    const auto with = [&](std::string_view body) {
        composition candidate = made;
        candidate.text = joined({whom, body});
        return candidate;
    };
    std::string source = message.markdown;
    if (!fits(with("…"))) {
        source = chat::whole_text(message);
        made.footer.clear();
        made.status.clear();
    }
    made = with(render(source, [&](std::string_view body) { return fits(with(body)); }));
    if (made.whole().empty()) made.text = "…"; // an empty text is refused
    return made;
}

std::string_view usable_id(const chat::person& who) {
    const auto plain = [](char c) { return chat::is_ascii_word(c) || c == '-' || c == '_' || c == '.'; };
    const bool good = who.id.size() <= 64 && std::all_of(who.id.begin(), who.id.end(), plain);
    return good ? std::string_view(who.id) : std::string_view{};
}

std::vector<std::string_view> usable_ids(const chat::outgoing& message) {
    std::vector<std::string_view> ids;
    const auto add = [&ids](const chat::person& who) {
        if (const auto id = usable_id(who); !id.empty()) ids.push_back(id);
    };
    add(message.mention);
    for (const chat::person& one : message.also)
        add(one);
    return ids;
}

} // namespace adapters::dingtalk
