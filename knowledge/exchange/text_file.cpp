#include "knowledge/exchange/text_file.hpp"

#include <algorithm>
#include <array>
#include <fstream>

namespace knowledge::exchange {
namespace {

// Length of the well-formed UTF-8 sequence at the start of `text`, 0 when there is none (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return 1;
    std::size_t length = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xbf;
    if (lead >= 0xc2 && lead <= 0xdf) {
        length = 2;
    } else if (lead >= 0xe0 && lead <= 0xef) {
        length = 3;
        if (lead == 0xe0) low = 0xa0;
        if (lead == 0xed) high = 0x9f;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
        length = 4;
        if (lead == 0xf0) low = 0x90;
        if (lead == 0xf4) high = 0x8f;
    }
    if (length == 0 || text.size() < length) return 0;
    if (byte(1) < low || byte(1) > high) return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if (byte(i) < 0x80 || byte(i) > 0xbf) return 0;
    }
    return length;
}

} // namespace

std::string_view without_byte_order_mark(std::string_view text) {
    constexpr std::string_view mark = "\xef\xbb\xbf";
    if (text.starts_with(mark)) text.remove_prefix(mark.size());
    return text;
}

std::optional<finding> check_text(std::string_view text, std::string_view file) {
    int line = 1;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\0') return finding{std::string(file), line, "a NUL byte: this is not a text file"};
        if (text[at] == '\n') ++line;
        const std::size_t length = sequence_length(text.substr(at));
        if (length == 0)
            return finding{std::string(file), line, "not valid UTF-8; save it as UTF-8 (GBK and UTF-16 are not read)"};
        at += length;
    }
    return std::nullopt;
}

std::variant<std::string, finding> read_text_file(const std::filesystem::path& path) {
    const auto refused = [&](std::string reason) { return finding{path.string(), 0, std::move(reason)}; };
    std::ifstream in(path, std::ios::binary);
    if (!in) return refused("cannot be opened");
    std::string text;
    std::array<char, 65536> block{};
    while (in.read(block.data(), block.size()) || in.gcount() > 0) {
        text.append(block.data(), static_cast<std::size_t>(in.gcount()));
        if (text.size() > file_limit_bytes) return refused("larger than 16 MiB");
    }
    if (in.bad()) return refused("cannot be read");
    if (auto bad = check_text(text, path.string())) return *std::move(bad);
    if (without_byte_order_mark(text).size() != text.size()) text.erase(0, 3);
    return text;
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

} // namespace knowledge::exchange
