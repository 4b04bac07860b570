#include "knowledge/match/impact_table.hpp"

#include <algorithm>

namespace knowledge::match {

class impact_table::filling {
  public:
    filling(impact_table& table, const inverted& index, std::span<const std::uint32_t> documents)
        : table_(table), index_(index), documents_(documents) {}

    void run(const asked& question) {
        table_.terms_ = question.terms();
        table_.words_ = (table_.terms_ + 63) / 64;
        table_.cells_.assign(documents_.size() * table_.terms_, {});
        table_.seen_.assign(documents_.size() * table_.words_, 0);
        table_.in_wordings_.clear();
        plan();
        mark(true);
        const std::uint32_t answers = index_.space.first_of(field::answer);
        const std::uint32_t contexts = index_.space.first_of(field::context);
        for (std::size_t term = 0; term < table_.terms_; ++term) {
            term_ = static_cast<std::uint32_t>(term);
            question.list(term).each_of(
                table_.units_,
                [this](std::uint32_t i, std::uint8_t impact) {
                    const place& found = table_.places_[i];
                    put(found.which, found.row, found.unit, impact);
                },
                [&](std::uint32_t unit, std::uint8_t impact) {
                    const field which = unit < answers    ? field::wording
                                        : unit < contexts ? field::answer
                                                          : field::context;
                    if (which != field::wording) unit -= which == field::answer ? answers : contexts;
                    const auto& rows = which == field::wording ? table_.row_of_wording_ : table_.row_of_document_;
                    if (const std::uint8_t row = rows[unit]; row != 0) put(which, row - 1U, unit, impact);
                });
        }
        mark(false);
    }

  private:
    void plan() {
        table_.units_.clear();
        table_.places_.clear();
        for (std::size_t row = 0; row < documents_.size(); ++row) {
            const std::uint32_t d = documents_[row];
            table_.several_wordings_[row] = !index_.has_one_wording(d);
            for (std::uint32_t unit = index_.first_wording[d]; unit < index_.first_wording[d + 1]; ++unit)
                plan(field::wording, row, unit);
        }
        for (std::size_t row = 0; row < documents_.size(); ++row)
            plan(field::answer, row, documents_[row]);
        for (std::size_t row = 0; row < documents_.size(); ++row)
            if (index_.context_tokens[documents_[row]] != 0) plan(field::context, row, documents_[row]);
    }

    void plan(field which, std::size_t row, std::uint32_t unit) {
        table_.units_.add(index_.space.first_of(which) + unit);
        table_.places_.push_back({which, static_cast<std::uint8_t>(row), unit});
    }

    void mark(bool set) {
        auto &of_document = table_.row_of_document_, &of_wording = table_.row_of_wording_;
        if (of_document.size() < index_.space.documents) of_document.resize(index_.space.documents, 0);
        if (of_wording.size() < index_.space.wordings) of_wording.resize(index_.space.wordings, 0);
        for (std::size_t row = 0; row < documents_.size(); ++row) {
            const std::uint32_t d = documents_[row];
            const auto value = static_cast<std::uint8_t>(set ? row + 1 : 0);
            of_document[d] = value;
            std::fill(of_wording.begin() + index_.first_wording[d], of_wording.begin() + index_.first_wording[d + 1],
                      value);
        }
    }

    void put(field which, std::size_t row, std::uint32_t unit, std::uint8_t impact) {
        if (which == field::wording && table_.several_wordings_[row])
            table_.in_wordings_.push_back({term_, unit, static_cast<std::uint8_t>(row), impact});
        else
            table_.put(row, term_, which, impact);
    }

    impact_table& table_;
    const inverted& index_;
    std::span<const std::uint32_t> documents_;
    std::uint32_t term_ = 0;
};

void impact_table::fill(const inverted& index, const asked& question, std::span<const std::uint32_t> documents) {
    filling(*this, index, documents).run(question);
}

} // namespace knowledge::match
