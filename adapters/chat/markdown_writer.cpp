#include "adapters/chat/markdown_writer.hpp"

namespace adapters::chat::markdown {
namespace {

constexpr std::string_view apart = "\n\n", together = "\n";

std::string write_blocks(const std::vector<block>& blocks, std::string_view between, const dialect& how);

std::string write_list(const block& list, const dialect& how) {
    const std::string_view between = list.tight ? together : apart;
    std::string out;
    int number = list.number;
    for (const block& item : list.children) {
        const std::string first = list.kind == block_kind::numbers ? std::to_string(number++) + ". " : how.bullet();
        if (!out.empty()) out += between;
        out += prefixed(write_blocks(item.children, between, how), first, how.inset(first));
    }
    return out;
}

std::string write_row(const block& row, const dialect& how) {
    std::vector<std::string> cells;
    for (const block& cell : row.children)
        cells.push_back(how.paragraph(cell.spans));
    return joined(cells);
}

std::string write_table(const block& table, const dialect& how) {
    std::string out;
    for (const block& row : table.children) {
        const bool head = &row == &table.children.front();
        if (!head) out += how.line_break();
        out += head ? how.head_row(row.children) : write_row(row, how);
    }
    return out;
}

std::string write_block(const block& one, const dialect& how) {
    switch (one.kind) {
    case block_kind::heading:
        return how.heading(one);
    case block_kind::quote:
        return prefixed(write_blocks(one.children, apart, how), "> ", "> ");
    case block_kind::bullets:
    case block_kind::numbers:
        return write_list(one, how);
    case block_kind::item:
        return write_blocks(one.children, apart, how);
    case block_kind::code:
        return how.code(one);
    case block_kind::rule:
        return "———";
    case block_kind::table:
        return write_table(one, how);
    case block_kind::row:
        return write_row(one, how);
    case block_kind::paragraph:
    case block_kind::cell:
        break;
    }
    return how.paragraph(one.spans);
}

std::string write_blocks(const std::vector<block>& blocks, std::string_view between, const dialect& how) {
    std::string out;
    for (const block& one : blocks) {
        const std::string text = write_block(one, how);
        if (text.empty()) continue;
        if (!out.empty()) out += between;
        out += text;
    }
    return out;
}

} // namespace

std::string write(const document& whole, const dialect& how) {
    return write_blocks(whole, apart, how);
}

std::string write(const block& one, const dialect& how) {
    return write_block(one, how);
}

std::string joined(const std::vector<std::string>& cells) {
    std::string out;
    for (const std::string& cell : cells) {
        if (&cell != &cells.front()) out += " | ";
        out += cell;
    }
    return out;
}

std::string prefixed(std::string_view text, std::string_view first, std::string_view others) {
    std::string out(first);
    for (const char c : text) {
        out += c;
        if (c == '\n') out += others;
    }
    return out;
}

} // namespace adapters::chat::markdown
