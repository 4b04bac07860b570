#include "adapters/chat/json_writer.hpp"

#include "adapters/chat/text.hpp"

#include <simdjson.h>

namespace adapters::chat {

namespace {

bool must_be_escaped(char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

void escape(char c, std::string& to) {
    constexpr std::string_view digits = "0123456789abcdef";
    switch (c) {
    case '"':
    case '\\':
        to += '\\';
        to += c;
        return;
    case '\n':
        to += "\\n";
        return;
    case '\t':
        to += "\\t";
        return;
    default:
        to += "\\u00";
        to += digits[static_cast<unsigned char>(c) >> 4U];
        to += digits[static_cast<unsigned char>(c) & 0xFU];
    }
}

} // namespace

void json_writer::member(std::string_view name, std::string_view text) {
    key(name);
    if (simdjson::validate_utf8(text.data(), text.size()))
        quoted(text);
    else
        quoted(repaired(text));
}

void json_writer::member(std::string_view name, bool value) {
    key(name);
    text_ += value ? "true" : "false";
}

void json_writer::member(std::string_view name, std::int64_t value) {
    key(name);
    text_ += std::to_string(value);
}

void json_writer::member_json(std::string_view name, std::string_view json) {
    key(name);
    text_ += json;
}

void json_writer::separate() {
    if (text_.empty()) return;
    const char last = text_.back();
    if (last != '{' && last != '[' && last != ':') text_ += ',';
}

void json_writer::key(std::string_view name) {
    separate();
    quoted(name);
    text_ += ':';
}

void json_writer::quoted(std::string_view text) {
    text_ += '"';
    std::size_t from = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!must_be_escaped(text[at])) continue;
        text_ += text.substr(from, at - from);
        escape(text[at], text_);
        from = at + 1;
    }
    text_ += text.substr(from);
    text_ += '"';
}

} // namespace adapters::chat
