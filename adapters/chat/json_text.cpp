#include "adapters/chat/json_text.hpp"

#include <nlohmann/json.hpp>

namespace adapters::chat {

namespace {

template <class Json>
std::string text_of(const Json& value, int indent) {
    return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

} // namespace

std::string json_text(const nlohmann::json& value) {
    return text_of(value, -1);
}

std::string json_text(const nlohmann::ordered_json& value) {
    return text_of(value, -1);
}

std::string json_page(const nlohmann::json& value) {
    return text_of(value, 2);
}

std::string json_page(const nlohmann::ordered_json& value) {
    return text_of(value, 2);
}

} // namespace adapters::chat
