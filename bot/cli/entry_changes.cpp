// The verbs that change entries: each one revision, one audit row, in one transaction.
#include "bot/cli/diff_text.hpp"
#include "bot/cli/entry_verbs.hpp"
#include "bot/cli/print_json.hpp"
#include "bot/cli/setup.hpp"
#include "bot/config/environment.hpp"
#include "bot/conversation/correction.hpp"
#include "bot/observe/terminal.hpp"
#include "knowledge/day.hpp"
#include "knowledge/diff/entry_diff.hpp"
#include "knowledge/entry_rules.hpp"
#include "knowledge/store/audit.hpp"
#include "knowledge/store/entry_log.hpp"
#include "knowledge/store/merges.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

namespace bot::cli {

namespace store = knowledge::store;
namespace diff = knowledge::diff;
using act = entry_arguments::act;

namespace {

constexpr std::string_view author = "cli";

std::string_view name_of(act what) {
    switch (what) {
    case act::edit:
        return "edit";
    case act::translate:
        return "translate";
    case act::expire:
        return "expire";
    case act::revert:
        return "revert";
    case act::retire:
        return "retire";
    case act::restore:
        return "restore";
    case act::merge:
        return "merge entries";
    case act::unmerge:
        return "unmerge";
    case act::correct:
        return "correct";
    default:
        return "look at";
    }
}

store::authorship authorship(const entry_desk& desk) {
    const auto* user = ::getpwuid(::getuid());
    return {.author = std::string(author),
            .via = fmt::format("qunda entry {}, user {}", name_of(desk.how.what),
                               user == nullptr ? std::to_string(::getuid()) : std::string(user->pw_name)),
            .at = desk.now};
}

void audit(store::session& db, const entry_desk& desk, const knowledge::entry& entry, std::string detail) {
    store::insert_audit(db, {.at = desk.now,
                             .actor = std::string(author),
                             .action = std::string(name_of(desk.how.what)),
                             .subject = "entry " + entry.external_id,
                             .detail = std::move(detail)});
}

std::string whole_file(const std::filesystem::path& file) {
    if (file == "-") return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
    std::ifstream in(file, std::ios::binary);
    if (!in) throw stop(no_input, file.string() + ": cannot be read");
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// What --answer or --file says; nullopt without them.
std::optional<std::string> given_answer(const entry_arguments& how) {
    auto text = how.text;
    if (how.file) text = whole_file(*how.file);
    if (!text) return text;
    while (text->ends_with('\n') || text->ends_with('\r'))
        text->pop_back();
    if (text->empty()) throw stop(bad_usage, "the answer is empty");
    return text;
}

void add_missing(std::vector<std::string>& to, const std::vector<std::string>& from) {
    for (const auto& one : from)
        if (std::ranges::find(to, one) == to.end()) to.push_back(one);
}

void edit(knowledge::entry& entry, const entry_arguments& how) {
    const auto answer = given_answer(how);
    if (!answer && !how.question && how.phrasings.empty() && how.tags.empty())
        throw stop(bad_usage, "say what to change: --answer, --file, --question, --phrasing or --tag");
    if (how.question && how.question->empty()) throw stop(bad_usage, "the question is empty");
    if (answer) entry.answer = *answer;
    if (how.question) entry.question = *how.question;
    add_missing(entry.phrasings, how.phrasings);
    add_missing(entry.tags, how.tags);
}

void translate(knowledge::entry& entry, const entry_arguments& how) {
    const auto answer = given_answer(how);
    if (answer.has_value() == how.never) throw stop(bad_usage, "give --answer or --file, or --drop");
    std::erase_if(entry.variants, [&](const auto& one) { return one.language == how.language; });
    if (answer)
        entry.variants.push_back(
            {.language = how.language, .answer = *answer, .made_for = knowledge::fingerprint(entry.answer)});
    std::ranges::sort(entry.variants, {}, &knowledge::answer_variant::language);
}

void expire(knowledge::entry& entry, const entry_arguments& how) {
    if (!how.until && !how.version && !how.never) throw stop(bad_usage, "give --until, --for or --never");
    if (how.until && !knowledge::day_from(*how.until))
        throw stop(bad_usage, "--until: not a day of the form 2026-12-31: " + *how.until);
    if (how.until) entry.valid_until = *how.until;
    if (how.never) entry.valid_until.clear();
    if (how.version) entry.valid_for = *how.version;
}

// What is part of another entry is not answered with by itself.
void refuse_merged(store::session& db, const entry_arguments& how, const knowledge::entry& stored) {
    if (store::find_merge_of(db, stored.id))
        throw stop(bad_usage, how.id + " was merged into another entry; `qunda entry unmerge` takes them apart");
}

knowledge::entry wanted(store::session& db, const knowledge::entry& stored, const entry_arguments& how) {
    auto entry = stored;
    switch (how.what) {
    case act::edit:
        edit(entry, how);
        break;
    case act::translate:
        translate(entry, how);
        break;
    case act::expire:
        expire(entry, how);
        break;
    case act::revert: {
        const auto old = store::find_revision(db, stored.id, how.numbers.front());
        if (!old) throw stop(no_input, fmt::format("{} has no revision {}", how.id, how.numbers.front()));
        entry = store::as_it_was(db, stored, old->value);
        if (entry.state == knowledge::entry_state::canonical) refuse_merged(db, how, stored);
        break;
    }
    case act::retire:
        entry.state = knowledge::entry_state::retired;
        break;
    case act::restore:
        if (entry.answer.empty()) throw stop(bad_usage, how.id + " has no answer; write one with `qunda entry edit`");
        refuse_merged(db, how, stored);
        entry.state = knowledge::entry_state::canonical;
        break;
    default:
        break;
    }
    return entry;
}

struct made {
    knowledge::entry before, after;
    int revision = 0;
    bool changed = false;
    std::size_t outdated = 0;             // posts
    std::size_t kept = 0, called_off = 0; // callings off that do not leave, and that have
};

std::chrono::seconds correct_within(const config::settings& settings) {
    std::chrono::seconds longest = config::group_settings().correct_within;
    for (const auto& community : settings.communities)
        longest = std::max(longest, community.defaults.correct_within);
    return longest;
}

conversation::correction outdated(store::session& db, const entry_desk& desk, const knowledge::entry& entry) {
    return conversation::find_outdated(db, desk.settings, entry, desk.now - correct_within(desk.settings));
}

// What was posted of it, once it is as it is now.
void look_at_posts(store::session& db, const entry_desk& desk, made& one) {
    one.kept =
        conversation::keep_from_calling_off(db, desk.settings, one.after, desk.now - correct_within(desk.settings));
    const auto found = outdated(db, desk, one.after);
    one.outdated = found.posts;
    one.called_off = found.called_off;
}

int tell(const entry_desk& desk, const made& done) {
    const auto changes = diff::compare(done.before, done.after);
    if (desk.how.json) {
        print_json({{"id", done.after.external_id},
                    {"changed", done.changed},
                    {"revision", done.revision},
                    {"state", to_string(done.after.state)},
                    {"outdated_posts", done.outdated},
                    {"called_off_posts", done.called_off},
                    {"callings_off_kept", done.kept}});
        return ok;
    }
    if (!done.changed) {
        std::cout << observe::printable(done.after.external_id) << " says that already\n";
        return ok;
    }
    const bool colour = observe::wants_colour(observe::is_terminal(observe::stream::out),
                                              observe::colour_choice::automatic, config::process_environment());
    std::cout << fmt::format("{} is at revision {} now\n", observe::printable(done.after.external_id), done.revision)
              << diff_text(changes, colour);
    if (done.kept > 0)
        std::cout << fmt::format("{} messages that call its replies off had not left and do not leave\n", done.kept);
    const bool retired = done.after.state == knowledge::entry_state::retired;
    if (done.before.state == knowledge::entry_state::retired && done.called_off > 0)
        std::cout << fmt::format("{} replies were called off before and stay so; whoever asks again is answered\n",
                                 done.called_off);
    if (done.outdated > 0)
        std::cout << fmt::format("{} posts still {}; `qunda entry correct {} --yes` {}\n", done.outdated,
                                 retired ? "give its answer" : "say the old",
                                 observe::printable(done.after.external_id),
                                 retired ? "calls them off" : "corrects them");
    return ok;
}

} // namespace

int change_entry(const entry_desk& desk) {
    const auto done = desk.store.write([&](store::session& db) {
        made one;
        one.before = entry_named(db, desk.how.id);
        const auto latest = store::latest_revision(db, one.before.id);
        if (desk.how.seen > 0 && latest != desk.how.seen) {
            const auto last = store::find_revision(db, one.before.id, latest).value();
            throw stop(try_again, fmt::format("{} was changed by {} and is at revision {} now; `qunda entry diff {} "
                                              "{}` shows what changed",
                                              desk.how.id, last.by.author, latest, desk.how.id, desk.how.seen));
        }
        one.changed = store::update_entry(db, wanted(db, one.before, desk.how), authorship(desk));
        one.after = entry_named(db, desk.how.id);
        one.revision = store::latest_revision(db, one.before.id);
        if (one.changed) audit(db, desk, one.after, fmt::format("revision {} to {}", latest, one.revision));
        look_at_posts(db, desk, one);
        return one;
    });
    return tell(desk, done);
}

int merge_or_part(const entry_desk& desk) {
    const auto done = desk.store.write([&](store::session& db) {
        const auto one = entry_named(db, desk.how.id);
        made result;
        store::merge_result became;
        knowledge::entry_id survivor;
        if (desk.how.what == act::merge) {
            const auto other = entry_named(db, desk.how.other);
            result.before = other;
            survivor = other.id;
            became = store::merge_entries(db, one.id, other.id, authorship(desk));
        } else {
            const auto merge = store::find_merge_of(db, one.id);
            if (!merge) throw stop(bad_usage, desk.how.id + " was not merged");
            survivor = merge->survivor;
            result.before = store::find_entry(db, survivor).value();
            became = store::unmerge(db, *merge, authorship(desk));
        }
        if (became.trouble == store::merge_trouble::same) throw stop(bad_usage, "that is one entry");
        if (became.trouble == store::merge_trouble::not_in_use)
            throw stop(bad_usage, "a retired entry cannot be merged; restore it first");
        result.after = store::find_entry(db, survivor).value();
        result.revision = store::latest_revision(db, survivor);
        result.changed = true;
        audit(db, desk, one, fmt::format("entry {}, {} questions", result.after.external_id, became.questions));
        look_at_posts(db, desk, result);
        return result;
    });
    return tell(desk, done);
}

int correct_entry(const entry_desk& desk) {
    bool retired = false;
    const auto work = [&](store::session& db) {
        const auto entry = entry_named(db, desk.how.id);
        retired = entry.state == knowledge::entry_state::retired;
        auto found = outdated(db, desk, entry);
        if (desk.how.yes && !found.todo.empty()) {
            (void)conversation::correct(db, desk.settings, entry, found, desk.now);
            audit(db, desk, entry, fmt::format("{} posts in {} conversations", found.posts, found.conversations()));
        }
        return found;
    };
    const auto found = desk.how.yes ? desk.store.write(work) : desk.store.read(work);
    if (desk.how.json) {
        print_json({{"id", desk.how.id},
                    {"posts", found.posts},
                    {"conversations", found.conversations()},
                    {"corrected", desk.how.yes}});
    } else if (found.posts == 0) {
        std::cout << "no post needs correcting\n";
    } else {
        const auto* what = retired        ? desk.how.yes ? "are being called off by the running bot"
                                                         : "give an answer that is out of use; --yes calls them off"
                           : desk.how.yes ? "are being corrected by the running bot"
                                          : "say something else; --yes corrects them";
        std::cout << fmt::format("{} posts in {} conversations {}\n", found.posts, found.conversations(), what);
    }
    return ok;
}

} // namespace bot::cli
