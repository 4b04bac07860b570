#include "knowledge/exchange/printed_form.hpp"

#include "knowledge/exchange/markdown.hpp"
#include "knowledge/exchange/tidy.hpp"
#include "knowledge/exchange/weekly_lines.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace knowledge::exchange {
namespace {

// Takes the addresses out of a text.
std::vector<std::string> cut_addresses(std::string& text) {
    std::vector<std::string> found;
    for (std::size_t at = text.find("http"); at != std::string::npos; at = text.find("http", at)) {
        std::size_t end = at;
        while (end < text.size() && text[end] > ' ' && text[end] < 0x7f)
            ++end;
        if (text.compare(at, 7, "http://") != 0 && text.compare(at, 8, "https://") != 0) {
            at = end;
            continue;
        }
        found.push_back(text.substr(at, end - at));
        text.erase(at, end - at);
    }
    return found;
}

} // namespace

std::string printed_form(std::string_view text) {
    std::string broken;
    while (!text.empty()) {
        const auto tags = {"<br>", "<br/>", "<br />"};
        const auto* tag = std::find_if(tags.begin(), tags.end(), [&](const char* t) { return text.starts_with(t); });
        broken += tag == tags.end() ? text[0] : '\n';
        text.remove_prefix(tag == tags.end() ? 1 : std::string_view(*tag).size());
    }
    std::string plain;
    int images = 0;
    for (const std::string& line : lines_of(broken)) {
        const weekly_line read = classify(line);
        plain += plain_from_markdown(read.kind == line_kind::answer ? read.rest : line, images) + '\n';
    }
    std::vector<std::string> addresses = cut_addresses(plain);
    std::sort(addresses.begin(), addresses.end());
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no NFKC data");
    const icu::UnicodeString folded = fold->normalize(icu::UnicodeString::fromUTF8(plain), status);
    icu::UnicodeString letters;
    for (int32_t at = 0; at < folded.length(); at = folded.moveIndex32(at, 1)) {
        const UChar32 c = folded.char32At(at);
        if (u_isalnum(c)) letters.append(c);
    }
    std::string form;
    (letters.isEmpty() ? folded : letters).toUTF8String(form);
    for (const std::string& address : addresses)
        form += ' ' + address;
    return form;
}

} // namespace knowledge::exchange
