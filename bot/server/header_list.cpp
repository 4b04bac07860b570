#include "bot/server/header_list.hpp"

#include "adapters/net/ascii.hpp"

#include <algorithm>

namespace bot::server {

void header_list::reserve(std::size_t bytes, std::size_t fields) {
    text_.reserve(bytes);
    places_.reserve(fields);
}

void header_list::add(std::string_view name, std::string_view value) {
    const auto begin = text_.size();
    text_ += name;
    std::transform(name.begin(), name.end(), text_.begin() + static_cast<std::ptrdiff_t>(begin),
                   [](char c) { return adapters::net::lower(c); });
    text_ += value;
    places_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(name.size()),
                       static_cast<std::uint32_t>(value.size())});
}

header_list::field header_list::operator[](std::size_t i) const {
    const auto& at = places_[i];
    const std::string_view all = text_;
    return {all.substr(at.begin, at.name), all.substr(at.begin + at.name, at.value)};
}

bool header_list::is_called(const place& at, std::string_view name) const {
    return at.name == name.size() && text_.compare(at.begin, at.name, name) == 0;
}

std::string_view header_list::first(std::string_view lower_case_name) const {
    for (std::size_t i = 0; i < places_.size(); ++i)
        if (is_called(places_[i], lower_case_name)) return (*this)[i].second;
    return {};
}

std::size_t header_list::count(std::string_view lower_case_name) const {
    return static_cast<std::size_t>(std::count_if(places_.begin(), places_.end(),
                                                  [&](const place& one) { return is_called(one, lower_case_name); }));
}

} // namespace bot::server
