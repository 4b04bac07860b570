#include "adapters/dingtalk/quoted.hpp"

#include "adapters/chat/text.hpp"

namespace adapters::dingtalk {

using chat::json_object;

namespace {

constexpr std::size_t quote_limit = 4000; // of characters; more is no question, and no context for one

// {elementType: "TEXT", value: "…", children: […]}. The reader bounds the depth.
void append_tree(const json_object& element, std::string& out) {
    if (element.text_if("elementType") == "TEXT") {
        const std::string_view value = element.text_if("value");
        if (!out.empty() && !value.empty()) out += '\n';
        out += value;
    }
    for (const json_object& child : element.objects_if("children"))
        append_tree(child, out);
}

// "<a atId=0123>Li</a>", as mentions are written in cards, is "@Li".
std::string with_plain_mentions(std::string_view text) {
    static constexpr std::string_view opens = "<a atId=", closes = "</a>";
    std::string out;
    while (true) {
        const std::size_t begin = text.find(opens), name = text.find('>', begin), end = text.find(closes, name);
        if (end == std::string_view::npos) return out += text;
        out += text.substr(0, begin);
        out += '@';
        out += text.substr(name + 1, end - name - 1);
        text.remove_prefix(end + closes.size());
    }
}

// The variables of a card: ours are called markdown and title (card.cpp), other people's often content.
std::string from_card_data(const json_object& data) {
    const json_object variables = data.object_if("cardParamMap");
    for (const std::string_view key : {"markdown", "content", "text", "title"}) {
        if (const auto text = variables.text_if(key); !text.empty()) return std::string(text);
    }
    return {};
}

std::string from_card(const json_object& content) {
    std::string text;
    append_tree(content.object_if("cardContent"), text);
    for (const json_object& element : content.objects_if("cardContent"))
        append_tree(element, text);
    if (text.empty()) text = from_card_data(content.object_if("cardData"));
    if (text.empty()) {
        auto read = chat::read_json(content.text_if("cardData"), from_card_data);
        if (read) text = *std::move(read);
    }
    return text;
}

std::string from_content(const json_object& content) {
    for (const std::string_view key : {"text", "content", "recognition", "markdown"}) {
        if (const auto text = content.text_if(key); !text.empty()) return std::string(text);
    }
    if (auto parts = words_of_parts(content.objects_if("richText"), {}); !parts.text.empty()) return parts.text;
    if (auto card = from_card(content); !card.empty()) return card;
    return std::string(content.text_if("title")); // of an actionCard it is all that is left
}

} // namespace

words words_of_parts(const std::vector<json_object>& parts, std::string_view bot_name) {
    words out;
    for (const json_object& part : parts) {
        const std::string_view name = part.text_if("atName");
        if (const std::string_view text = part.text_if("text"); !text.empty()) {
            out.text += text;
        } else if (!name.empty()) {
            if (name == bot_name) continue;
            out.text += name.starts_with('@') ? "" : "@";
            out.text += name;
        } else if (part.text_if("msgType") == "text") {
            out.text += part.text_if("content");
        } else if (part.text_if("type") == "picture" || !part.text_if("downloadCode").empty()) {
            out.other = true;
        }
    }
    return out;
}

std::string quoted_words(const json_object& holder) {
    const json_object reply = holder.object_if("repliedMsg");
    if (!reply) return {};
    std::string text(reply.text_if("content"));
    if (text.empty()) text = from_content(reply.object_if("content"));
    const std::string clean = with_plain_mentions(chat::repaired(text));
    return std::string(chat::trimmed(chat::first_characters(clean, quote_limit)));
}

} // namespace adapters::dingtalk
