#include "knowledge/match/impact_table.hpp"

#include <algorithm>

namespace knowledge::match {

namespace {

// A list is walked rather than searched for each candidate up to so many postings a candidate.
constexpr std::size_t walked_postings = 8;

} // namespace

class impact_table::filling {
  public:
    filling(impact_table& table, const inverted& index) : table_(table), index_(index) {}

    void run(const asked& question, std::span<const std::uint32_t> documents) {
        table_.terms_ = question.terms();
        table_.cells_.assign(documents.size() * table_.terms_, {});
        auto &of_document = table_.row_of_document_, &of_wording = table_.row_of_wording_;
        of_document.resize(std::max<std::size_t>(of_document.size(), index_.space.documents), 0);
        of_wording.resize(std::max<std::size_t>(of_wording.size(), index_.space.wordings), 0);
        mark(documents, true);
        for (std::size_t term = 0; term < table_.terms_; ++term) {
            const posting_list& postings = question.list(term);
            if (postings.is_short() && postings.count() <= walked_postings * documents.size())
                walk(postings, term);
            else
                search_in(postings, term, documents);
        }
        mark(documents, false);
    }

  private:
    void mark(std::span<const std::uint32_t> documents, bool set) {
        for (std::size_t row = 0; row < documents.size(); ++row) {
            const std::uint32_t d = documents[row];
            const auto value = static_cast<std::uint8_t>(set ? row + 1 : 0);
            table_.row_of_document_[d] = value;
            if (index_.has_one_wording(d)) table_.row_of_wording_[index_.first_wording[d]] = value;
        }
    }

    void walk(const posting_list& postings, std::size_t term) {
        const std::uint32_t answers = index_.space.first_of(field::answer);
        const std::uint32_t contexts = index_.space.first_of(field::context);
        for (std::uint32_t i = 0; i < postings.count(); ++i) {
            const std::uint32_t value = postings.short_value(i), unit = value >> 8U;
            const std::size_t which = unit < answers ? 0 : unit < contexts ? 1 : 2;
            const std::uint8_t row = which == 0   ? table_.row_of_wording_[unit]
                                     : which == 1 ? table_.row_of_document_[unit - answers]
                                                  : table_.row_of_document_[unit - contexts];
            if (row != 0)
                table_.cells_[(row - 1U) * table_.terms_ + term].bytes[which] = static_cast<std::uint8_t>(value);
        }
    }

    void search_in(const posting_list& postings, std::size_t term, std::span<const std::uint32_t> documents) {
        if (postings.is_short()) {
            for (std::size_t row = 0; row < documents.size(); ++row)
                for (const field which : {field::wording, field::answer, field::context})
                    if (const auto unit = unit_of(which, documents[row]); unit != none)
                        put(row, term, which, postings.at(index_.space.first_of(which) + unit));
            return;
        }
        for (const field which : {field::wording, field::answer, field::context})
            search_in_field(postings, term, documents, which);
    }

    void search_in_field(const posting_list& postings, std::size_t term, std::span<const std::uint32_t> documents,
                         field which) {
        const std::uint32_t first = index_.space.first_of(which);
        for (std::size_t row = 0; row < documents.size();) {
            const std::size_t from = row;
            const std::uint32_t chunk = (first + any_unit_of(which, documents[row])) >> chunk_bits;
            const std::uint32_t base = (chunk << chunk_bits) - first; // units ascend with documents
            const auto here = [&](std::uint32_t d) { return any_unit_of(which, d) - base < chunk_size; };
            row = here(documents.back())
                      ? documents.size()
                      : static_cast<std::size_t>(std::ranges::partition_point(documents.subspan(from), here) -
                                                 documents.begin());
            const posting_list::block part = postings.chunk(chunk);
            if (part.count == 0) continue;
            if (part.ids != nullptr && part.count <= walked_postings * (row - from)) {
                const auto& rows = which == field::wording ? table_.row_of_wording_ : table_.row_of_document_;
                for (std::uint32_t i = 0; i < part.count; ++i)
                    if (const std::uint8_t found = rows[base + part.id(i)]; found != 0)
                        put(found - 1U, term, which, part.impacts[i]);
                continue;
            }
            std::uint32_t place = 0;
            for (std::size_t r = from; r < row; ++r) {
                const std::uint32_t unit = unit_of(which, documents[r]);
                if (unit == none) continue;
                const std::uint32_t id = unit - base;
                if (part.ids == nullptr) {
                    if (id < part.count) put(r, term, which, part.impacts[id]);
                    continue;
                }
                place = part.lower_bound(id, place);
                if (place < part.count && part.id(place) == id) put(r, term, which, part.impacts[place]);
            }
        }
    }

    void put(std::size_t row, std::size_t term, field which, std::uint8_t impact) {
        table_.cells_[row * table_.terms_ + term].bytes[static_cast<std::size_t>(which)] = impact;
    }

    // In its region.
    [[nodiscard]] std::uint32_t any_unit_of(field which, std::uint32_t d) const {
        return which == field::wording ? index_.first_wording[d] : d;
    }
    // Where there is one to look for: a wording that stands for its entry, a context that is not empty.
    [[nodiscard]] std::uint32_t unit_of(field which, std::uint32_t d) const {
        if (which == field::wording && !index_.has_one_wording(d)) return none;
        if (which == field::context && index_.context_tokens[d] == 0) return none;
        return any_unit_of(which, d);
    }
    static constexpr std::uint32_t none = 0xFFFFFFFF;

    impact_table& table_;
    const inverted& index_;
};

void impact_table::fill(const inverted& index, const asked& question, std::span<const std::uint32_t> documents) {
    filling(*this, index).run(question, documents);
}

} // namespace knowledge::match
