// Any text is read without harm; rows that were read are written and read back the same.
#include "knowledge/exchange/jsonl.hpp"
#include "knowledge/exchange/text_file.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace knowledge;
    using namespace knowledge::exchange;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const parsed_file parsed = read_jsonl(text, "t.jsonl");
    if (check_text(text, "t.jsonl")) return 0;
    std::vector<entry> entries;
    for (const row& r : parsed.rows) {
        entry e;
        e.id.value = static_cast<std::int64_t>(entries.size()) + 1;
        e.external_id = r.external_id.empty() ? "#" + std::to_string(e.id.value) : r.external_id;
        e.question = r.question;
        e.answer = r.answer.value_or("");
        e.phrasings = r.phrasings.value_or(std::vector<std::string>{});
        e.state = entry_state::draft;
        entries.push_back(std::move(e));
    }
    const parsed_file again = read_jsonl(write_jsonl(entries), "t.jsonl");
    if (!again.refused.empty()) return 0; // a made-up id met a real one
    if (again.rows.size() != entries.size()) std::abort();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const bool same = again.rows[i].question == entries[i].question && again.rows[i].answer == entries[i].answer &&
                          again.rows[i].phrasings == entries[i].phrasings;
        if (!same) std::abort();
    }
    return 0;
}
