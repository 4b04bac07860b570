// Any page is read without harm; what it gave is written as a page of ours and read back the same.
#include "knowledge/exchange/faq.hpp"
#include "knowledge/exchange/text_file.hpp"
#include "tests/fuzz/require.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace knowledge;
    using namespace knowledge::exchange;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const parsed_file parsed = read_faq(text, "t.md");
    require(parsed.refused.empty() || parsed.rows.empty());
    if (check_text(text, "t.md")) return 0; // readers see checked text; here they only must not crash
    std::vector<entry> entries;
    for (const row& one : parsed.rows) {
        entry made;
        made.id.value = static_cast<std::int64_t>(entries.size()) + 1;
        made.external_id = "e" + std::to_string(made.id.value);
        made.question = one.question;
        made.answer = one.answer.value_or("");
        made.phrasings = one.phrasings.value_or(std::vector<std::string>{});
        made.tags = one.tags.value_or(std::vector<std::string>{});
        made.state = entry_state::draft;
        entries.push_back(std::move(made));
    }
    const std::string page = write_faq(entries, "FAQ");
    require(entries.empty() || is_own_faq(page));
    const parsed_file again = read_faq(page, "t.md");
    require(again.refused.empty() && again.rows.size() == entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const row& one = again.rows[i];
        require(one.external_id == entries[i].external_id && one.question == entries[i].question);
        require(one.answer.value_or("") == entries[i].answer);
        require(one.phrasings.value_or(std::vector<std::string>{}) == entries[i].phrasings);
        require(one.tags.value_or(std::vector<std::string>{}) == entries[i].tags);
    }
    return 0;
}
