// A Markdown page as one message for a chat: without what is for the site that publishes it (front matter) and for
// editors (comments). Pure.
#pragma once

#include <string>
#include <string_view>

namespace bot::cli {

struct announcement {
    std::string title; // the front matter's, else the first heading; may be empty
    std::string markdown;

    bool operator==(const announcement&) const = default;
};

[[nodiscard]] announcement announcement_of(std::string_view page);

} // namespace bot::cli
