// Any text is read without harm, and the cells it gave are written and read back exactly.
#include "knowledge/exchange/csv.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace knowledge::exchange;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)read_csv(text, "t.csv");
    const auto cells = read_csv_cells(text, "t.csv");
    const auto* records = std::get_if<std::vector<csv_record>>(&cells);
    if (records == nullptr) return 0;
    const auto again = read_csv_cells(write_csv_cells(*records), "t.csv");
    const auto* same = std::get_if<std::vector<csv_record>>(&again);
    if (same == nullptr || same->size() != records->size()) std::abort();
    for (std::size_t i = 0; i < records->size(); ++i) {
        if ((*records)[i].cells != (*same)[i].cells) std::abort();
    }
    return 0;
}
