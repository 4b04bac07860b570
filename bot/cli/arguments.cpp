#include "bot/cli/arguments.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace bot::cli {

namespace {

// Every verb's help ends with lines one can copy.
CLI::App* verb(CLI::App& app, const char* name, const char* what, const std::string& examples) {
    auto* sub = app.add_subcommand(name, what);
    sub->footer("Examples:\n" + examples);
    sub->fallthrough(); // --db and --config may stand behind the verb too
    return sub;
}

struct reading {
    CLI::App app{"Qunda (群答) answers in community groups from curated, canonical Q&A.", "qunda"};
    arguments read;
    serve_arguments serve;
    chat_arguments chat;
    ask_arguments ask;
    import_arguments import;
    export_arguments export_;
    weekly_draft_arguments draft;
    announce_arguments announce;
    eval_arguments eval;
    replay_arguments replay;
    why_arguments why;
    config_check_arguments check;
    version_arguments version;
    manifest_arguments manifest;
    entry_arguments entry;
    audit_arguments audit;

    reading() {
        app.require_subcommand(1);
        app.add_option("--db", read.common.database, "Database file (default: the configuration's, else qunda.db)")
            ->type_name("FILE");
        app.add_option("--config", read.common.config, "Configuration file (default: qunda.toml where there is one)")
            ->type_name("FILE");
        app.set_version_flag("--version", "qunda " QUNDA_VERSION, "Print the version and exit");
        app.footer("Examples:\n"
                   "  qunda import weekly/              read past weeklies\n"
                   "  qunda ask 采样率要每个服务都配吗  ask from the shell\n"
                   "  qunda serve                       run the bot\n"
                   "  qunda VERB --help                 more on one verb");
        add_serving();
        add_knowledge();
        add_measuring();
        add_entries();
    }

    void add_serving() {
        auto* sub = verb(
            app, "serve", "Run the bot: HTTP server, adapters, delivery",
            "  qunda serve\n  qunda --config /etc/qunda/qunda.toml serve\n  qunda --db /tmp/try.db serve --port 9000");
        sub->add_option("--port", serve.port, "Listen here instead of the configured port")->type_name("PORT");
        sub->callback([this] { read.verb = serve; });

        sub = verb(app, "chat", "A group in this terminal: speak as its members, see what the bot says",
                   "  qunda chat\n  qunda chat --as mona\n  printf '/as bob\\n采样率怎么配\\n' | qunda chat");
        sub->add_option("--as", chat.as, "The member who speaks first")->type_name("NAME");
        sub->callback([this] { read.verb = chat; });

        sub = verb(app, "config", "Look at the configuration", "  qunda config check");
        sub->require_subcommand(1);
        auto* check_verb = verb(*sub, "check", "Report every mistake as file:line:column, or show what is in force",
                                "  qunda config check\n  qunda --config qunda.toml config check --json");
        check_verb->add_flag("--json", check.json, "For programs");
        check_verb->callback([this] { read.verb = check; });

        sub = verb(app, "manifest", "What a platform wants to know of the app",
                   "  qunda manifest slack --url https://bot.example.org");
        sub->require_subcommand(1);
        auto* slack = verb(*sub, "slack", "The manifest to make a Slack app from, as JSON",
                           "  qunda manifest slack --url https://bot.example.org > manifest.json\n"
                           "  qunda manifest slack --socket --name \"Tea Bot\"");
        slack->add_option("--url", manifest.url, "Where Slack reaches this program: https://HOST")->type_name("URL");
        slack->add_flag("--socket", manifest.socket, "For Socket Mode, which needs no address");
        slack->add_option("--name", manifest.name, "What the app is called, at most 35 characters")
            ->type_name("TEXT")
            ->capture_default_str();
        slack->callback([this] {
            if (manifest.socket != manifest.url.empty())
                throw CLI::ValidationError("manifest slack", "give --url https://…, or --socket");
            read.verb = manifest;
        });

        sub = verb(app, "audit", "Who did what with a moderator's or admin's power, and who tried; newest last",
                   "  qunda audit\n  qunda audit --since 2026-11-01 --actor U024BE7LH\n"
                   "  qunda audit --about e17 --json");
        sub->add_option("--since", audit.since, "From this day on, or for so long")
            ->type_name("30d|DATE")
            ->capture_default_str();
        sub->add_option("--until", audit.until, "Up to this day (not included), or so long ago")->type_name("7d|DATE");
        sub->add_option("--actor", audit.actor, "Only what this one did: an id, or a part of it")->type_name("ID");
        sub->add_option("--about", audit.about, "Only what was done to this, or with it: #12, e17")->type_name("WHAT");
        sub->add_flag("--json", audit.json, "For programs: one JSON object a line");
        sub->callback([this] { read.verb = audit; });

        sub = verb(app, "version", "Print the version", "  qunda version\n  qunda version --json");
        sub->add_flag("--json", version.json, "For programs");
        sub->callback([this] { read.verb = version; });
    }

    void add_knowledge() {
        auto* sub = verb(app, "ask", "Ask from the shell, or a batch of questions",
                         "  qunda ask 采样率要每个服务都配吗\n  qunda ask --json \"how do I report to Zipkin\"\n"
                         "  qunda --db kb.db ask --batch questions.jsonl --json");
        sub->add_option("question", ask.words, "The question; several words are joined")->type_name("TEXT");
        sub->add_option("--batch", ask.batch,
                        "JSON lines {\"q\": …, \"context\": […]?} from a file, - for standard input")
            ->type_name("FILE");
        sub->add_option("--collection", ask.collections, "Search only this collection (may be repeated)")
            ->type_name("NAME");
        sub->add_flag("--json", ask.json, "For programs: one JSON object a question");
        sub->callback([this] {
            if (ask.words.empty() == ask.batch.empty())
                throw CLI::ValidationError("ask", "give a question, or --batch FILE");
            read.verb = ask;
        });

        sub = verb(app, "import", "Read knowledge: past weeklies, Markdown FAQ, JSONL, CSV; files or whole folders",
                   "  qunda import weekly/ faq.md\n  qunda import --dry-run kb.jsonl\n"
                   "  qunda --db kb.db import --json --state draft answers.csv");
        sub->add_option("path", import.paths, "Files or folders")->required()->type_name("PATH");
        sub->add_option("--state", import.state,
                        "State of new entries with an answer; entries that are there keep theirs")
            ->check(CLI::IsMember({"canonical", "draft"}))
            ->capture_default_str();
        sub->add_option("--collection", import.collection,
                        "Collection new entries go into; entries that are there stay in theirs")
            ->type_name("NAME")
            ->capture_default_str();
        sub->add_flag("--dry-run", import.dry_run, "Say what would happen; change no entry and make no database");
        sub->add_flag("--json", import.json, "For programs: one JSON object");
        sub->callback([this] { read.verb = import; });

        sub = verb(app, "export", "Write the knowledge to a file or to standard output",
                   "  qunda export > kb.jsonl\n  qunda export --format csv --out kb.csv\n  qunda export --format faq "
                   "--collection seata");
        sub->add_option("--format", export_.format, "How it is written")
            ->check(CLI::IsMember({"jsonl", "csv", "faq"}))
            ->capture_default_str();
        sub->add_option("--out", export_.out, "Write here, not to standard output")->type_name("FILE");
        sub->add_option("--collection", export_.collections, "Only this collection (may be repeated)")
            ->type_name("NAME");
        sub->add_flag("--drafts", export_.drafts, "Drafts and retired entries too");
        sub->callback([this] { read.verb = export_; });

        sub = verb(app, "weekly", "The weekly digest", "  qunda weekly draft --from 2026-11-16 --to 2026-11-22");
        sub->require_subcommand(1);
        auto* draft_verb = verb(*sub, "draft", "A Markdown page of the questions of some days, answered ones first",
                                "  qunda weekly draft --from 2026-11-16 --to 2026-11-22 --out weekly.md");
        draft_verb->add_option("--from", draft.from, "First day")->required()->type_name("DATE");
        draft_verb->add_option("--to", draft.to, "Last day, included")->required()->type_name("DATE");
        draft_verb
            ->add_option("--community", draft.community, "Whose questions (needed where there are several communities)")
            ->type_name("NAME");
        draft_verb->add_option("--title", draft.title, "The page's title")->type_name("TEXT");
        draft_verb->add_option("--out", draft.out, "Write here, not to standard output")->type_name("FILE");
        draft_verb->callback([this] { read.verb = draft; });

        sub = verb(app, "announce", "Post a Markdown page to a group, through its custom robot",
                   "  qunda announce dingtalk:weekly --file weekly.md --dry-run\n"
                   "  qunda announce dingtalk:weekly --file weekly.md");
        sub->add_option("where", announce.where, "dingtalk: and the name of a [[dingtalk.custom_robot]]")
            ->required()
            ->type_name("dingtalk:NAME");
        sub->add_option("--file", announce.file, "The page")->required()->type_name("FILE");
        sub->add_flag("--dry-run", announce.dry_run, "Print what would be posted; post nothing");
        sub->callback([this] { read.verb = announce; });
    }

    void add_entries() {
        using act = entry_arguments::act;
        auto* family = verb(app, "entry", "Look at entries and change them; every change is a revision",
                            "  qunda entry show e17\n  qunda entry history e17\n  qunda entry revert e17 3\n"
                            "  qunda entry review");
        family->require_subcommand(1);
        const auto add = [&](const char* name, act what, const char* is, const std::string& examples) {
            auto* sub = verb(*family, name, is, examples);
            sub->add_flag("--json", entry.json, "For programs: one JSON object");
            sub->callback([this, what] {
                entry.what = what;
                read.verb = entry;
            });
            return sub;
        };
        const auto add_named = [&](const char* name, act what, const char* is, const std::string& examples) {
            auto* sub = add(name, what, is, examples);
            sub->add_option("id", entry.id, "The entry's id, as export and the chat show it")
                ->required()
                ->type_name("ID");
            return sub;
        };
        const auto add_colour = [&](CLI::App* sub) {
            sub->add_option("--colour", entry.colour, "auto: on a terminal, unless NO_COLOR is set")
                ->check(CLI::IsMember({"auto", "always", "never"}))
                ->capture_default_str();
        };
        const auto add_text = [&](CLI::App* sub) {
            auto* text = sub->add_option("--answer", entry.text, "The answer, Markdown")->type_name("TEXT");
            sub->add_option("--file", entry.file, "The answer from a file, - for standard input")
                ->type_name("FILE")
                ->excludes(text);
        };

        add_named("show", act::show, "An entry as it is",
                  "  qunda entry show e17\n  qunda entry show 2020-05-22#1#3 --json");
        add_named("history", act::history, "Who changed it, when, from where and which fields",
                  "  qunda entry history e17\n  qunda entry history e17 --json");
        auto* sub =
            add_named("diff", act::diff, "What is different between two revisions, word by word",
                      "  qunda entry diff e17          the last change\n  qunda entry diff e17 3        from 3 to now\n"
                      "  qunda entry diff e17 3 5 --colour always | less -R");
        sub->add_option("revision", entry.numbers, "From this one, to that one (default: the last)")
            ->expected(0, 2)
            ->type_name("NUMBER");
        add_colour(sub);
        sub = add_named(
            "edit", act::edit, "Change what an entry says",
            "  qunda entry edit e17 --answer 'Set it once.'\n  qunda entry edit e17 --file answer.md --seen 4\n"
            "  qunda entry edit e17 --phrasing 'how often is it sampled'");
        add_text(sub);
        sub->add_option("--question", entry.question, "The question")->type_name("TEXT");
        sub->add_option("--phrasing", entry.phrasings, "One more way to ask it (may be repeated)")
            ->allow_extra_args(false)
            ->type_name("TEXT");
        sub->add_option("--tag", entry.tags, "One more tag (may be repeated)")
            ->allow_extra_args(false)
            ->type_name("TAG");
        sub->add_option("--seen", entry.seen, "The revision you started from: refused when there is a later one")
            ->check(CLI::PositiveNumber)
            ->type_name("NUMBER");
        sub =
            add_named("translate", act::translate, "Set the answer in another language",
                      "  qunda entry translate e17 en --answer 'Set it once.'\n  qunda entry translate e17 en --drop");
        sub->add_option("language", entry.language, "zh or en")->required()->check(CLI::IsMember({"zh", "en"}));
        add_text(sub);
        sub->add_flag("--drop", entry.never, "There is none any more");
        sub = add_named("expire", act::expire, "Say until when, or for what, an entry is right",
                        "  qunda entry expire e17 --until 2026-12-31\n  qunda entry expire e17 --for 'Tracer 3.x'\n"
                        "  qunda entry expire e17 --never");
        sub->add_option("--until", entry.until, "The last day it is right")->type_name("DATE");
        sub->add_option("--for", entry.version, "What it is right for; \"\" for nothing in particular")
            ->type_name("TEXT");
        sub->add_flag("--never", entry.never, "It has no end")->excludes("--until");
        sub = add_named("revert", act::revert, "Make an entry say what it said at a revision; that is a new one",
                        "  qunda entry revert e17 3");
        sub->add_option("revision", entry.numbers, "The revision to go back to")
            ->required()
            ->expected(1)
            ->type_name("NUMBER");
        add_named("retire", act::retire, "Do not answer with it any more", "  qunda entry retire e17");
        add_named("restore", act::restore, "Answer with it again", "  qunda entry restore e17");
        sub = add_named("merge", act::merge, "Merge an entry into another one, with phrasings, sources and statistics",
                        "  qunda entry merge e18 --into e17");
        sub->add_option("--into", entry.other, "The one that stays")->required()->type_name("ID");
        add_named("unmerge", act::unmerge, "Take a merged entry apart again", "  qunda entry unmerge e18");
        sub =
            add_named("correct", act::correct, "Correct what the bot posted of it in the last days and is out of date",
                      "  qunda entry correct e17          count only\n  qunda entry correct e17 --yes");
        sub->add_flag("--yes", entry.yes, "Do it; the running bot posts");
        sub = add("review", act::review, "Entries that need another look: expired, stale, not helpful, never asked for",
                  "  qunda entry review\n  qunda entry review --community 'Tea house' --json");
        sub->add_option("--community", entry.community, "Only what this community answers from")->type_name("NAME");
    }

    static void add_audience(CLI::App& sub, audience_arguments& into) {
        auto* group = sub.add_option("--group", into.group, "Only this group, by id or name, with its settings")
                          ->type_name("GROUP");
        sub.add_option("--community", into.community, "Only this community, with its settings")
            ->type_name("NAME")
            ->excludes(group);
    }

    void add_measuring() {
        add_eval();
        auto* sub = verb(app, "replay", "Decide logged questions anew, and show what would change; nothing is posted",
                         "  qunda replay --since 30d\n  qunda --config new.toml replay --since 2026-11-01\n"
                         "  qunda replay --import weekly-2026-11-20.md --json");
        sub->add_option("--since", replay.since, "From this day on, or for so long")
            ->type_name("30d|DATE")
            ->capture_default_str();
        sub->add_option("--until", replay.until, "Up to this day (not included), or so long ago")->type_name("7d|DATE");
        add_audience(*sub, replay.audience);
        sub->add_option("--import", replay.imports, "As if these files were imported; the database stays as it is")
            ->type_name("PATH");
        sub->add_flag("--json", replay.json, "For programs: one JSON object");
        sub->callback([this] { read.verb = replay; });

        sub = verb(app, "why", "Why a question is answered as it is: terms, phrasing, runner-up, model inputs",
                   "  qunda why 采样率要每个服务都配吗\n  qunda why 那上报呢 --context 采样率怎么配\n"
                   "  qunda why \"how do I report to Zipkin\" --group brewing --json");
        sub->add_option("question", why.words, "The question; several words are joined")->required()->type_name("TEXT");
        sub->add_option("--context", why.context, "What the same member said before (may be repeated)")
            ->allow_extra_args(false)
            ->type_name("TEXT");
        add_audience(*sub, why.audience);
        sub->add_flag("--json", why.json, "For programs: one JSON object");
        sub->callback([this] { read.verb = why; });
    }

    void add_eval() {
        auto* sub =
            verb(app, "eval", "Measure matching on labelled questions, check a regression file, propose thresholds",
                 "  qunda eval eval/sofa\n  qunda eval eval/sofa --json\n  qunda eval eval/sofa --folds 5\n"
                 "  qunda eval eval/banking77 --kb kb_50of77.jsonl\n"
                 "  qunda eval eval/datatalks-faq --within course\n"
                 "  qunda eval eval/huixiangdou --own-log\n"
                 "  qunda eval tests.jsonl --group brewing      what is not as expected; 2 when that is new\n"
                 "  qunda eval --tune --precision 0.95 --svg reliability.svg");
        sub->add_option("path", eval.paths, "Folders with kb.jsonl and queries.jsonl, or one regression file")
            ->type_name("DIR|FILE");
        auto* kb = sub->add_option("--kb", eval.kb, "Another knowledge base than kb.jsonl, in the folder or anywhere")
                       ->type_name("FILE");
        auto* answer_at = sub->add_option("--answer-at", eval.answer_at, "Another threshold than the shipped one")
                              ->check(CLI::Range(0.0, 100.0))
                              ->type_name("0-100");
        auto* folds =
            sub->add_option("--folds", eval.folds,
                            "Fit the calibration on the other folds of the queries instead of using the shipped one")
                ->check(CLI::Range(2, 20))
                ->type_name("N");
        auto* own_log =
            sub->add_flag("--own-log", eval.own_log,
                          "Learn from the other folds (of five, without --folds) which messages are for the "
                          "bot, as learn_from_log does");
        sub->add_option("--labels", eval.labels, "With --own-log: learn from so many of them only")
            ->check(CLI::PositiveNumber)
            ->type_name("N")
            ->needs(own_log);
        auto* dealing = sub->add_option("--dealing", eval.dealing, "Another number deals the queries into other folds")
                            ->type_name("N");
        auto* young = sub->add_flag("--young", eval.young,
                                    "Also what each folder would be with 5, 10, 30 and 100 entries: a line each");
        sub->add_flag("--together", eval.together, "Fit on the other folds of all these folders, as --fit does")
            ->needs(folds);
        auto* within = sub->add_option("--within", eval.within,
                                       "Ask only the entries that say the same in this field, as a group asks its own")
                           ->type_name("FIELD");
        auto* json = sub->add_flag("--json", eval.json, "For programs: one JSON object a folder");
        auto* fit =
            sub->add_flag("--fit", eval.fit, "Fit the calibration on all these folders and print its coefficients")
                ->excludes(answer_at, folds, own_log, young, json); // nothing is judged
        add_audience(*sub, eval.audience);
        auto* no_save = sub->add_flag("--no-save", eval.no_save, "Do not note this run of a regression file");
        auto* tune = sub->add_flag("--tune", eval.tune,
                                   "Propose thresholds from the database's labelled questions, and from these folders")
                         ->excludes(fit, answer_at, folds, own_log, young, kb, within, no_save);
        sub->add_option("--precision", eval.precision, "With --tune: the share of answers that has to be right")
            ->check(CLI::Range(0.5, 0.999))
            ->type_name("SHARE")
            ->capture_default_str()
            ->needs(tune);
        sub->add_option("--svg", eval.svg, "With --tune: draw there how far confidences can be believed")
            ->type_name("FILE")
            ->needs(tune);
        sub->callback([this, dealing] {
            if (eval.paths.empty() && !eval.tune) throw CLI::ValidationError("eval", "give a folder or a file");
            if (dealing->count() > 0 && eval.folds == 0 && !eval.own_log)
                throw CLI::RequiresError("--dealing", "--folds or --own-log");
            read.verb = eval;
        });
    }
};

} // namespace

std::variant<arguments, exit_code> read_arguments(int count, const char* const* values) {
    reading line;
    try {
        line.app.parse(count, values);
        return line.read;
    } catch (const CLI::RequiredError& mistake) {
        // Without a verb: what stands in its place says more than that one is missing.
        const auto left = line.app.remaining();
        if (!left.empty() && !left.front().starts_with('-') && line.app.get_subcommands().empty()) {
            std::cerr << "qunda: there is no verb '" << left.front() << "'\nRun with --help for more information.\n";
            return bad_usage;
        }
        return line.app.exit(mistake, std::cout, std::cerr) == 0 ? ok : bad_usage;
    } catch (const CLI::ParseError& mistake) {
        // 0 for help. Every mistake of the caller is one exit code, whatever number the library has for it.
        return line.app.exit(mistake, std::cout, std::cerr) == 0 ? ok : bad_usage;
    }
}

} // namespace bot::cli
