#include "adapters/chat/json_reader.hpp"

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <new>

namespace adapters::chat {

using simdjson::dom::element;
using simdjson::dom::element_type;

namespace {

// How an element looks without its header: simdjson keeps a pointer to the document and an index into its tape.
struct position {
    const void* document;
    std::size_t index;
};
static_assert(sizeof(position) == sizeof(element) && std::is_trivially_copyable_v<element>);

element at(const void* document, std::size_t index) {
    return std::bit_cast<element>(position{document, index});
}

json_trouble meaning(simdjson::error_code code) {
    switch (code) {
    case simdjson::CAPACITY:
        return json_trouble::too_large;
    case simdjson::DEPTH_ERROR:
        return json_trouble::too_deep;
    case simdjson::UTF8_ERROR:
        return json_trouble::not_utf8;
    default:
        return json_trouble::not_json;
    }
}

std::string_view words(json_trouble what) {
    switch (what) {
    case json_trouble::too_large:
        return "too large";
    case json_trouble::too_deep:
        return "nested too deeply";
    case json_trouble::not_utf8:
        return "not UTF-8";
    case json_trouble::not_json:
        return "not JSON";
    case json_trouble::not_an_object:
        return "not a JSON object";
    case json_trouble::missing:
        return "missing";
    case json_trouble::wrong_type:
        return "of the wrong type";
    }
    return "?";
}

} // namespace

std::string to_string(const json_error& error) {
    std::string out = error.path;
    if (!out.empty()) out += ": ";
    return out += words(error.what);
}

struct json_object::value {
    bool there = false;
    element found{};

    [[nodiscard]] json_kind kind() const {
        if (!there) return json_kind::absent;
        switch (found.type()) {
        case element_type::ARRAY:
            return json_kind::array;
        case element_type::OBJECT:
            return json_kind::object;
        case element_type::STRING:
            return json_kind::text;
        case element_type::BOOL:
            return json_kind::flag;
        case element_type::NULL_VALUE:
            return json_kind::null;
        default:
            return json_kind::number;
        }
    }
    [[nodiscard]] bool empty() const { return !there || found.is_null(); }
};

json_object::value json_object::find(std::string_view key) const {
    if (document_ == nullptr) return {};
    simdjson::dom::object here;
    if (at(document_, index_).get_object().get(here) != simdjson::SUCCESS) return {};
    value result;
    result.there = here.at_key(key).get(result.found) == simdjson::SUCCESS;
    return result;
}

std::string json_object::path_of(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + '.' + std::string(key);
}

// Only the first error is told: what follows it is often its consequence.
void json_object::fail(json_trouble what, std::string path) const {
    if (error_ != nullptr && !error_->has_value()) *error_ = json_error{what, std::move(path)};
}

void json_object::refuse(std::string_view key) const {
    fail(json_trouble::wrong_type, path_of(key));
}

json_object json_object::open(const value& found, std::string path) const {
    json_object result;
    const auto where = std::bit_cast<position>(found.found);
    result.document_ = where.document;
    result.index_ = where.index;
    result.error_ = error_;
    result.path_ = std::move(path);
    return result;
}

json_kind json_object::kind(std::string_view key) const {
    return find(key).kind();
}

std::string_view json_object::text(std::string_view key) const {
    if (find(key).empty()) {
        fail(json_trouble::missing, path_of(key));
        return {};
    }
    return text_or(key, {});
}

std::int64_t json_object::integer(std::string_view key) const {
    if (find(key).empty()) {
        fail(json_trouble::missing, path_of(key));
        return 0;
    }
    return integer_or(key, 0);
}

json_object json_object::object(std::string_view key) const {
    if (find(key).empty()) fail(json_trouble::missing, path_of(key));
    return object_or_empty(key);
}

std::string_view json_object::text_or(std::string_view key, std::string_view fallback) const {
    const value found = find(key);
    if (found.empty()) return fallback;
    std::string_view result;
    if (found.found.get_string().get(result) == simdjson::SUCCESS) return result;
    refuse(key);
    return fallback;
}

std::int64_t json_object::integer_or(std::string_view key, std::int64_t fallback) const {
    const value found = find(key);
    if (found.empty()) return fallback;
    std::int64_t result = 0;
    if (found.found.get_int64().get(result) == simdjson::SUCCESS) return result;
    refuse(key);
    return fallback;
}

bool json_object::flag_or(std::string_view key, bool fallback) const {
    const value found = find(key);
    if (found.empty()) return fallback;
    bool result = false;
    if (found.found.get_bool().get(result) == simdjson::SUCCESS) return result;
    refuse(key);
    return fallback;
}

json_object json_object::object_or_empty(std::string_view key) const {
    const value found = find(key);
    if (found.kind() == json_kind::object) return open(found, path_of(key));
    if (!found.empty()) refuse(key);
    json_object nothing;
    nothing.error_ = error_;
    nothing.path_ = path_of(key);
    return nothing;
}

std::vector<json_object> json_object::elements(const value& found, std::string_view key, bool strict) const {
    std::vector<json_object> result;
    simdjson::dom::array list;
    if (found.empty() || found.found.get_array().get(list) != simdjson::SUCCESS) {
        if (strict && !found.empty()) refuse(key);
        return result;
    }
    std::size_t number = 0;
    for (const element item : list) {
        std::string path = path_of(key) + '[' + std::to_string(number++) + ']';
        if (item.is_object()) {
            result.push_back(open(value{true, item}, std::move(path)));
        } else if (strict) {
            fail(json_trouble::wrong_type, std::move(path));
        }
    }
    return result;
}

std::vector<json_object> json_object::objects_or_empty(std::string_view key) const {
    return elements(find(key), key, true);
}

std::string_view json_object::text_if(std::string_view key) const {
    return kind(key) == json_kind::text ? text_or(key, {}) : std::string_view{};
}

std::vector<std::string_view> json_object::texts_if(std::string_view key) const {
    std::vector<std::string_view> result;
    const value found = find(key);
    simdjson::dom::array list;
    if (found.empty() || found.found.get_array().get(list) != simdjson::SUCCESS) return result;
    for (const element item : list) {
        std::string_view text;
        if (item.get_string().get(text) == simdjson::SUCCESS) result.push_back(text);
    }
    return result;
}

json_object json_object::object_if(std::string_view key) const {
    return kind(key) == json_kind::object ? object_or_empty(key) : json_object{};
}

std::vector<json_object> json_object::objects_if(std::string_view key) const {
    return elements(find(key), key, false);
}

std::string json_object::raw_json(std::string_view key) const {
    const value found = find(key);
    return found.empty() ? std::string() : simdjson::minify(found.found);
}

struct json_document::parser {
    simdjson::dom::parser inner;
    bool enlarged = false;
};

// One parser a thread waits for the next text, with its memory. A read inside a read makes its own.
std::unique_ptr<json_document::parser>& json_document::idle() {
    static thread_local std::unique_ptr<parser> kept;
    return kept;
}

json_document::json_document(std::string_view text, json_limits limits) {
    if (text.size() > limits.bytes) {
        error_ = json_error{json_trouble::too_large, {}};
        return;
    }
    if (text.empty()) { // simdjson would copy from a null pointer
        error_ = json_error{json_trouble::not_json, {}};
        return;
    }
    parser_ = std::move(idle());
    if (!parser_) parser_ = std::make_unique<parser>();
    const std::size_t room = std::max(text.size(), json_limits{}.bytes);
    parser_->enlarged = room > json_limits{}.bytes;
    // simdjson refuses the container that reaches its bound, so "at most 32" is 33 there.
    const std::size_t bound = limits.depth + 1;
    if (parser_->inner.capacity() < room || parser_->inner.max_depth() != bound) {
        if (parser_->inner.allocate(room, bound) != simdjson::SUCCESS) throw std::bad_alloc();
    }
    element top;
    if (const auto code = parser_->inner.parse(text.data(), text.size()).get(top)) {
        error_ = json_error{meaning(code), {}};
        return;
    }
    if (!top.is_object()) {
        error_ = json_error{json_trouble::not_an_object, {}};
        return;
    }
    root_.error_ = &error_;
    root_ = root_.open(json_object::value{true, top}, {});
}

json_document::~json_document() {
    if (parser_ && !parser_->enlarged) idle() = std::move(parser_);
}

} // namespace adapters::chat
