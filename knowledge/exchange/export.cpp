#include "knowledge/exchange/export.hpp"

#include "knowledge/exchange/csv.hpp"
#include "knowledge/exchange/faq.hpp"
#include "knowledge/exchange/jsonl.hpp"

#include <map>
#include <utility>

namespace knowledge::exchange {

std::optional<export_format> format_named(std::string_view name) {
    if (name == "jsonl" || name == "json") return export_format::jsonl;
    if (name == "csv") return export_format::csv;
    if (name == "faq" || name == "md") return export_format::faq;
    return std::nullopt;
}

std::vector<entry> in_chain_order(std::vector<entry> entries) {
    std::map<entry_id, std::size_t> places;
    for (std::size_t i = 0; i < entries.size(); ++i)
        places.emplace(entries[i].id, i);
    std::vector<bool> placed(entries.size());
    std::vector<entry> ordered;
    ordered.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        // From here back to the first one that is placed or has no predecessor among these, then forward again.
        std::vector<std::size_t> chain;
        for (std::size_t at = i; !placed[at];) {
            placed[at] = true;
            chain.push_back(at);
            const auto before = places.find(entries[at].previous);
            if (!entries[at].previous || before == places.end()) break;
            at = before->second;
        }
        for (; !chain.empty(); chain.pop_back())
            ordered.push_back(std::move(entries[chain.back()]));
    }
    return ordered;
}

std::string export_entries(std::vector<entry> entries, export_format format, std::string_view title) {
    const std::vector<entry> ordered = in_chain_order(std::move(entries));
    switch (format) {
    case export_format::jsonl:
        return write_jsonl(ordered);
    case export_format::csv:
        return write_csv(ordered);
    case export_format::faq:
        return write_faq(ordered, title);
    }
    return {};
}

} // namespace knowledge::exchange
