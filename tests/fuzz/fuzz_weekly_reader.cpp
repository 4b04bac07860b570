// Any page is read without harm, and the draft of the threads it gave reads back to the same threads.
#include "knowledge/exchange/text_file.hpp"
#include "knowledge/exchange/weekly_reader.hpp"
#include "knowledge/weekly/draft.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace knowledge;

weekly::draft_thread as_draft(const exchange::weekly_thread& thread) {
    weekly::draft_thread draft;
    draft.asker = thread.asker;
    for (const auto& turn : thread.turns)
        draft.turns.push_back({turn.question, turn.answer});
    if (!thread.links.empty()) {
        draft.link_label = thread.links[0].label;
        draft.link_url = thread.links[0].url;
    }
    return draft;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const exchange::weekly_edition read = exchange::read_weekly(text, "weekly.md");
    if (exchange::check_text(text, "weekly.md")) return 0; // readers see checked text; here they only must not crash
    using namespace std::chrono_literals;
    weekly::draft_page page;
    page.first_day = page.last_day = 2031y / 2 / 3;
    std::vector<weekly::draft_thread> expected;
    for (const auto& thread : read.threads) {
        page.threads.push_back(as_draft(thread));
        weekly::draft_thread shown = weekly::printable(page.threads.back(), page.speaks);
        if (!shown.turns.empty()) expected.push_back(std::move(shown));
    }
    const std::string written = weekly::write_draft(page);
    std::vector<weekly::draft_thread> again;
    for (const auto& thread : exchange::read_weekly(written, "draft.md").threads)
        again.push_back(as_draft(thread));
    if (again != expected) {
        std::fprintf(stderr, "the draft reads back to other threads:\n%s\n", written.c_str());
        std::abort();
    }
    return 0;
}
