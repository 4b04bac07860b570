#include "bot/cli/setup.hpp"
#include "bot/cli/verbs.hpp"

#include <iostream>

namespace bot::cli {

namespace {

exit_code code_of(knowledge::store::trouble what) {
    switch (what) {
    case knowledge::store::trouble::newer_schema:
    case knowledge::store::trouble::locked:
    case knowledge::store::trouble::overloaded:
        return unavailable;
    case knowledge::store::trouble::full:
        return io_error;
    case knowledge::store::trouble::unusable:
        return cannot_create;
    case knowledge::store::trouble::internal:
        return failed;
    }
    return failed;
}

struct dispatch {
    const common_arguments& common;

    int operator()(const serve_arguments& how) const { return serve(common, how); }
    int operator()(const chat_arguments& how) const { return chat(common, how); }
    int operator()(const ask_arguments& how) const { return ask(common, how); }
    int operator()(const import_arguments& how) const { return import(common, how); }
    int operator()(const export_arguments& how) const { return export_knowledge(common, how); }
    int operator()(const weekly_draft_arguments& how) const { return weekly_draft(common, how); }
    int operator()(const announce_arguments& how) const { return announce(common, how); }
    int operator()(const eval_arguments& how) const { return eval(common, how); }
    int operator()(const why_arguments& how) const { return why(common, how); }
    int operator()(const replay_arguments& how) const { return replay(common, how); }
    int operator()(const entry_arguments& how) const { return entry(common, how); }
    int operator()(const audit_arguments& how) const { return audit(common, how); }
    int operator()(const config_check_arguments& how) const { return config_check(common, how); }
    int operator()(const version_arguments& how) const { return version(how); }
    int operator()(const manifest_arguments& how) const { return manifest(how); }
};

int explain(int code, const char* what) {
    std::cerr << "qunda: " << what << '\n';
    return code;
}

} // namespace

int run(int count, const char* const* values) {
    const auto read = read_arguments(count, values);
    if (const auto* code = std::get_if<exit_code>(&read)) return *code;
    const auto& [common, verb] = std::get<arguments>(read);
    try {
        const int code = std::visit(dispatch{common}, verb);
        std::cout.flush();
        if (!std::cout) return explain(io_error, "standard output cannot be written");
        return code;
    } catch (const stop& why) {
        return explain(why.code(), why.what());
    } catch (const knowledge::store::error& why) {
        return explain(code_of(why.kind()), why.what());
    } catch (const std::exception& why) {
        return explain(failed, why.what());
    }
}

} // namespace bot::cli
