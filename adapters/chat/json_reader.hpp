// Reads JSON that came from outside. read_json() checks size, depth, UTF-8 and the whole syntax before a single field
// is read, then hands the outermost object to a decoder. Fields are typed: asking for the wrong type, or for a required
// field that is not there, makes the whole read fail with the field's path, and what the decoder returned is dropped.
// So a decoder reads straight through, without a check after each field.
//
// A key that occurs twice counts once: the first one wins. (Both platforms sign or send with their own secret, so this
// needs a rule, not an error; a decoder never sees two answers to one question.)
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace adapters::chat {

struct json_limits {
    std::size_t bytes = 64 * 1024; // what the platforms send us stays far below
    std::size_t depth = 32;        // of arrays and objects; simple values and empty ones do not count
};

enum class json_trouble { too_large, too_deep, not_utf8, not_json, not_an_object, missing, wrong_type };

struct json_error {
    json_trouble what = json_trouble::not_json;
    std::string path; // "event.authorizations[0].team_id"; empty when the trouble is with the whole text

    bool operator==(const json_error&) const = default;
};

// "event.ts: missing": for a log or an answer; holds no values.
[[nodiscard]] std::string to_string(const json_error& error);

// What reading gave: a value, or why not.
template <class T>
class json_result {
  public:
    json_result(T&& value) : value_(std::move(value)) {}
    json_result(json_error error) : error_(std::move(error)) {}

    explicit operator bool() const { return value_.has_value(); }
    [[nodiscard]] const T& operator*() const& { return *value_; }
    [[nodiscard]] T&& operator*() && { return *std::move(value_); }
    [[nodiscard]] const T* operator->() const { return &*value_; }
    [[nodiscard]] const json_error& error() const { return error_; } // when there is no value

  private:
    std::optional<T> value_;
    json_error error_;
};

enum class json_kind { absent, null, text, number, flag, object, array };

// An object in the text being read, or the empty one that stands for an absent object. Strings are views that live as
// long as the decoder runs: copy what you keep. `null` counts as absent everywhere.
class json_object {
  public:
    explicit operator bool() const { return document_ != nullptr; }

    [[nodiscard]] json_kind kind(std::string_view key) const;

    // Required, of that type.
    [[nodiscard]] std::string_view text(std::string_view key) const;
    [[nodiscard]] std::int64_t integer(std::string_view key) const;
    [[nodiscard]] json_object object(std::string_view key) const;

    // Optional, but when there, of that type.
    [[nodiscard]] std::string_view text_or(std::string_view key, std::string_view fallback) const;
    [[nodiscard]] std::int64_t integer_or(std::string_view key, std::int64_t fallback) const;
    [[nodiscard]] bool flag_or(std::string_view key, bool fallback) const;
    [[nodiscard]] json_object object_or_empty(std::string_view key) const;
    [[nodiscard]] std::vector<json_object> objects_or_empty(std::string_view key) const;

    // For fields nobody documents: another type is as good as absent, never an error.
    [[nodiscard]] std::string_view text_if(std::string_view key) const;
    [[nodiscard]] std::vector<std::string_view> texts_if(std::string_view key) const; // those of a list
    [[nodiscard]] json_object object_if(std::string_view key) const;
    [[nodiscard]] std::vector<json_object> objects_if(std::string_view key) const;

    // The value as JSON text of its own, "" when it is absent: for what another decoder reads.
    [[nodiscard]] std::string raw_json(std::string_view key) const;

    // For a field that has the right type and a senseless value: fails the read as wrong_type.
    void refuse(std::string_view key) const;

  private:
    friend class json_document;
    struct value;
    [[nodiscard]] value find(std::string_view key) const;
    [[nodiscard]] json_object open(const value& found, std::string path) const;
    [[nodiscard]] std::vector<json_object> elements(const value& found, std::string_view key, bool strict) const;
    [[nodiscard]] std::string path_of(std::string_view key) const;
    void fail(json_trouble what, std::string path) const;

    const void* document_ = nullptr; // together with index_ a position in the parsed text
    std::size_t index_ = 0;
    std::optional<json_error>* error_ = nullptr; // the first error of the whole read
    std::string path_;
};

// The parsed text. Handlers want read_json().
class json_document {
  public:
    json_document(std::string_view text, json_limits limits);
    ~json_document();
    json_document(const json_document&) = delete;
    json_document& operator=(const json_document&) = delete;

    [[nodiscard]] const json_object& root() const { return root_; }
    [[nodiscard]] const std::optional<json_error>& error() const { return error_; }

  private:
    struct parser;
    static std::unique_ptr<parser>& idle();

    std::unique_ptr<parser> parser_;
    json_object root_;
    std::optional<json_error> error_;
};

// Decoder: (const json_object& root) → T.
template <class Decoder>
auto read_json(std::string_view text, Decoder&& decode, json_limits limits = {})
    -> json_result<std::invoke_result_t<Decoder, const json_object&>> {
    const json_document document(text, limits);
    if (document.error()) return *document.error();
    auto value = std::forward<Decoder>(decode)(document.root());
    if (document.error()) return *document.error();
    return value;
}

} // namespace adapters::chat
