// Writes JSON straight into a string, for what is written with every message: a tree of values first (nlohmann/json)
// costs twenty times as much as the text. The caller keeps the order; members and elements get their commas here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace adapters::chat {

class json_writer {
  public:
    // The whole text, or an element of an array; `inside` writes its members.
    template <class Inside>
    void object(Inside inside) {
        enclosed('{', '}', inside);
    }

    template <class Inside>
    void array(Inside inside) {
        enclosed('[', ']', inside);
    }

    // Members of an object.
    template <class Inside>
    void object(std::string_view name, Inside inside) {
        key(name);
        enclosed('{', '}', inside);
    }
    template <class Inside>
    void array(std::string_view name, Inside inside) {
        key(name);
        enclosed('[', ']', inside);
    }
    // Bytes that are no UTF-8 become U+FFFD.
    void member(std::string_view name, std::string_view text);
    void member(std::string_view name, const char* text) { member(name, std::string_view(text)); }
    void member(std::string_view name, bool value);
    void member(std::string_view name, std::int64_t value);

    void member_json(std::string_view name, std::string_view json); // a value that is JSON text already

    [[nodiscard]] std::string take() { return std::move(text_); }

  private:
    template <class Inside>
    void enclosed(char open, char close, Inside& inside) {
        separate();
        text_ += open;
        inside();
        text_ += close;
    }
    void separate(); // from what stands before it in the same object or array
    void key(std::string_view name);
    void quoted(std::string_view text);

    std::string text_;
};

} // namespace adapters::chat
