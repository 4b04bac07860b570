#include "bot/config/secrets.hpp"

#include "bot/config/files.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace bot::config {

namespace {

constexpr std::uintmax_t secret_limit_bytes = 4096; // the longest tokens of the platforms have some hundred

// A control character would end the HTTP header a token travels in; blanks around a copied secret are a usual cause of
// "invalid credentials" that nobody sees.
std::string why_unusable(const std::string& value) {
    if (value.empty()) return "is empty";
    if (value.size() > secret_limit_bytes) return fmt::format("is longer than {} bytes", secret_limit_bytes);
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (std::ranges::any_of(value, control)) return "contains a line break or another control character";
    if (value.front() == ' ' || value.back() == ' ') return "begins or ends with a blank";
    return {};
}

bool is_variable_name(const std::string& text) {
    const auto allowed = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
    return !text.empty() && !(text[0] >= '0' && text[0] <= '9') && std::ranges::all_of(text, allowed);
}

} // namespace

fetched_secret secret_from_environment(const std::string& variable, const environment& lookup) {
    // Somebody may have put the secret itself here, so a value that is no usual name is not repeated.
    if (!is_variable_name(variable))
        return "expected the name of an environment variable (capital letters, digits, _), not the secret itself";
    auto value = lookup(variable);
    if (!value) return fmt::format("the environment variable {} is not set", variable);
    if (const auto why = why_unusable(*value); !why.empty())
        return fmt::format("the environment variable {} {}", variable, why);
    return secret(std::move(*value));
}

fetched_secret secret_from_file(const std::filesystem::path& file) {
    auto [value, trouble] = read_small_file(file, true, secret_limit_bytes + 2);
    if (!trouble.empty()) return trouble;
    if (value.ends_with('\n')) value.pop_back();
    if (value.ends_with('\r')) value.pop_back();
    if (const auto why = why_unusable(value); !why.empty())
        return fmt::format("the secret in {} {}", file.string(), why);
    return secret(std::move(value));
}

} // namespace bot::config
