#include "adapters/chat/http_outcome.hpp"

#include "adapters/net/http_message.hpp"

#include <algorithm>
#include <charconv>

namespace adapters::chat {

std::optional<std::chrono::milliseconds> retry_after(const net::http_answer& answer) {
    const std::string_view text = answer.header("retry-after");
    if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    int seconds = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (ec == std::errc::result_out_of_range) return std::chrono::seconds(300);
    return std::chrono::seconds(std::clamp(seconds, 1, 300));
}

std::optional<delivery> without_platform_answer(const net::http_answer& answer) {
    switch (answer.trouble) {
    case net::http_trouble::none:
        break;
    case net::http_trouble::not_allowed:
        return delivery{.what = verdict::failed, .reason = "address not allowed: " + answer.reason};
    case net::http_trouble::not_sent:
        return delivery{.what = verdict::retry, .reason = answer.reason};
    case net::http_trouble::no_answer:
    case net::http_trouble::answer_too_large:
        return delivery{.what = verdict::uncertain, .reason = answer.reason};
    }
    if (answer.status != 429) return std::nullopt;
    return delivery{.what = verdict::retry, .retry_after = retry_after(answer), .reason = "HTTP 429"};
}

} // namespace adapters::chat
