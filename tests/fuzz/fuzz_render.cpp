// The renderers: any Markdown becomes text that pings nobody, links nowhere odd and stays within the platforms' limits;
// and any plain text survives being made Markdown.
#include "adapters/chat/markdown.hpp"
#include "adapters/chat/text.hpp"
#include "adapters/dingtalk/render.hpp"
#include "adapters/slack/render.hpp"
#include "tests/adapters/chat/rendered.hpp"
#include "tests/fuzz/require.hpp"

#include <cstddef>
#include <cstdint>

using namespace adapters;

namespace {

void rendered(std::string_view markdown) {
    for (const std::size_t limit : {std::size_t{80}, slack::text_limit_characters}) {
        const std::string text = slack::render(markdown, limit);
        require(chat::count_characters(text) <= limit);
        require(text == chat::repaired(text));
        require(tests::pings_nobody_on_slack(text));
    }
    for (const std::size_t limit : {std::size_t{80}, std::size_t{18000}}) {
        const std::string text =
            dingtalk::render(markdown, [&](std::string_view candidate) { return candidate.size() <= limit; });
        require(text.size() <= limit);
        require(text == chat::repaired(text));
        require(tests::harmless_on_dingtalk(text));
    }
}

// Without what cannot be seen: at the ends of lines it may go.
std::string visible(std::string_view text) {
    std::string kept;
    while (!text.empty()) {
        const std::string_view one = chat::first_characters(text, 1);
        kept += chat::trimmed(one);
        text.remove_prefix(one.size());
    }
    return kept;
}

// Words and nothing else, and the same words.
void survives(std::string_view plain) {
    std::string words;
    for (const chat::markdown::block& one : chat::markdown::parse(chat::markdown::from_plain(plain))) {
        require(one.kind == chat::markdown::block_kind::paragraph);
        words += chat::markdown::plain_text(one.spans) + ' ';
    }
    require(visible(chat::one_line(words)) == visible(chat::one_line(chat::repaired(plain))));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (size > 1024) return 0; // shortening renders once per step; longer texts find nothing else
    rendered(text);
    survives(text);
    rendered(chat::markdown::from_plain(text));
    return 0;
}
