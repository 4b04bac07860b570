// The headers of a request, in order, names in lower case. All of them lie in one string: a request has ten, and two
// strings for each would be most of what is allocated for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bot::server {

class header_list {
  public:
    using field = std::pair<std::string_view, std::string_view>; // name, value; good until the list is changed or moved

    void reserve(std::size_t bytes, std::size_t fields);
    void add(std::string_view name, std::string_view value);

    [[nodiscard]] std::size_t size() const { return places_.size(); }
    [[nodiscard]] field operator[](std::size_t i) const;

    [[nodiscard]] std::string_view first(std::string_view lower_case_name) const; // "" when absent
    [[nodiscard]] std::size_t count(std::string_view lower_case_name) const;

    class iterator {
      public:
        using value_type = field;
        using difference_type = std::ptrdiff_t;

        iterator() = default;
        iterator(const header_list& of, std::size_t at) : of_(&of), at_(at) {}
        field operator*() const { return (*of_)[at_]; }
        iterator& operator++() {
            ++at_;
            return *this;
        }
        iterator operator++(int) { return {*of_, at_++}; }
        bool operator==(const iterator& other) const = default;

      private:
        const header_list* of_ = nullptr;
        std::size_t at_ = 0;
    };
    [[nodiscard]] iterator begin() const { return {*this, 0}; }
    [[nodiscard]] iterator end() const { return {*this, size()}; }

  private:
    struct place {
        std::uint32_t begin, name, value; // where the name begins, and how long both are; the value follows the name
    };
    [[nodiscard]] bool is_called(const place& at, std::string_view name) const;

    std::string text_;
    std::vector<place> places_;
};

} // namespace bot::server
