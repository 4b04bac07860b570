// A group in the terminal: what is typed goes the whole way (conversation, database, outbox, delivery) and comes back.
#include "bot/cli/assembly.hpp"
#include "bot/cli/setup.hpp"
#include "bot/cli/verbs.hpp"
#include "bot/config/environment.hpp"
#include "bot/conversation/command.hpp"
#include "bot/observe/log.hpp"
#include "bot/observe/terminal.hpp"
#include "knowledge/store/outbox.hpp"

#include <fmt/format.h>

#include <future>
#include <iostream>
#include <map>
#include <thread>

namespace bot::cli {

namespace {

// How long a line may take from being said to being answered; it takes milliseconds unless the machine is busy.
constexpr std::chrono::seconds patience{10};

constexpr std::string_view usage = "  /as NAME          speak as another member\n"
                                   "  /reply N TEXT     say it in the thread of line N\n"
                                   "  /who              the members\n"
                                   "  /quit             leave\n"
                                   "Everything else is said to the bot.\n";

class terminal_group {
  public:
    terminal_group(assembly& parts, bool colour)
        : parts_(parts), colour_(colour), member_(parts.simulator.members().front()) {}

    bool become(std::string_view name) {
        for (const auto& one : parts_.simulator.members()) {
            if (config::simulator_member_id(one) == config::simulator_member_id(name)) {
                member_ = one;
                return true;
            }
        }
        std::cout << "there is no member " << observe::printable(name) << "; /who lists them\n";
        return false;
    }

    void prompt() const { std::cout << member_ << "> " << std::flush; }

    // False: leave.
    bool take(std::string_view line) {
        if (line == "/quit" || line == "/exit") return false;
        if (line == "/who")
            std::cout << fmt::format("{}\n", fmt::join(parts_.simulator.members(), ", "));
        else if (line.starts_with("/as "))
            (void)become(line.substr(4));
        else if (line.starts_with("/reply "))
            reply(line.substr(7));
        else if (line.starts_with("/"))
            std::cout << usage;
        else if (line.find_first_not_of(" \t") != std::string_view::npos)
            say(line, {}, {});
        return true;
    }

  private:
    void reply(std::string_view rest) {
        const auto blank = std::min(rest.find(' '), rest.size());
        const auto thread = threads_.find(std::string(rest.substr(0, blank)));
        if (thread == threads_.end()) {
            std::cout << "there is no line " << observe::printable(rest.substr(0, blank)) << '\n';
            return;
        }
        say(rest.substr(blank), thread->second, texts_[std::string(rest.substr(0, blank))]);
    }

    // `quoted` is the line that is replied to, for the command that is about it.
    void say(std::string_view text, std::string_view thread, const std::string& quoted) {
        auto message = parts_.simulator.say(member_, text, thread);
        if (!message) return;
        if (std::holds_alternative<conversation::keep_canonical>(conversation::understand(message->text)))
            message->quoted_text = quoted;
        // Shared: the loop's thread is still in it when the waiting ends.
        const auto taken = std::make_shared<std::promise<conversation::outcome>>();
        parts_.talk.take(std::move(*message), [taken](conversation::outcome what) { taken->set_value(what); });
        const auto what = taken->get_future().get();
        if (what != conversation::outcome::taken) std::cout << "not taken: " << to_string(what) << '\n';
        await_delivery();
        show();
    }

    void await_delivery() {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        const auto waiting = [this] {
            return parts_.store.read([](knowledge::store::session& db) {
                return knowledge::store::count_outbox(db, knowledge::store::outbox_state::pending, {"simulator"}) +
                       knowledge::store::count_outbox(db, knowledge::store::outbox_state::sending, {"simulator"});
            });
        };
        while (waiting() > 0 && std::chrono::steady_clock::now() < deadline)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }

    void show() {
        for (const auto& line : parts_.simulator.lines_after(shown_)) {
            shown_ = line.number;
            threads_[std::to_string(line.number)] = line.thread;
            texts_[std::to_string(line.number)] = line.text;
            const bool in_thread = line.id != line.thread;
            const auto who = !line.from_bot ? line.member : line.member.empty() ? "Qunda" : "Qunda → @" + line.member;
            std::cout << fmt::format("{}[{}] {}{}{}:\n", in_thread ? "  ↳ " : "", line.number,
                                     colour_ ? (line.from_bot ? "\033[1;34m" : "\033[1m") : "", observe::printable(who),
                                     colour_ ? "\033[0m" : "");
            const std::string_view indent = in_thread ? "      " : "    ";
            std::size_t begin = 0;
            while (begin <= line.text.size()) {
                const auto end = std::min(line.text.find('\n', begin), line.text.size());
                const auto row = observe::printable(std::string_view(line.text).substr(begin, end - begin));
                std::cout << (row.empty() ? std::string() : std::string(indent) + row) << '\n';
                begin = end + 1;
            }
            if (!line.buttons.empty()) std::cout << indent << labels(line.buttons) << '\n';
        }
        std::cout << std::flush;
    }

    // What may be said next; the words of the buttons are enough.
    static std::string labels(const std::vector<adapters::chat::button>& buttons) {
        std::string row;
        for (const auto& button : buttons)
            row += fmt::format("{}[{}]", row.empty() ? "" : " ", observe::printable(button.label));
        return row;
    }

    assembly& parts_;
    bool colour_;
    std::string member_;
    std::uint64_t shown_ = 0;
    std::map<std::string, std::string> threads_; // number of a line as typed → its thread
    std::map<std::string, std::string> texts_;   // … and what it says
};

} // namespace

int chat(const common_arguments& common, const chat_arguments& how) {
    auto settings = settings_in_force(common, config::secrets::not_needed);
    settings.slack.enabled = settings.dingtalk.enabled = false; // nothing said in here leaves the terminal
    observe::log::set_up({.least = observe::log::level::warning});
    const auto file = database(common, settings, if_missing::create);
    if (!settings.group(adapters::chat::platform::simulator, config::simulator_workspace, config::simulator_group)) {
        throw stop(
            bad_config,
            "the configuration has no simulator group (platform = \"simulator\", workspace = \"local\", id = \"try\")");
    }
    assembly parts(settings, file);
    parts.worker.start();
    // Stops the loop however this ends, so that the thread can be waited for.
    struct loop_thread {
        adapters::net::event_loop& loop;
        std::jthread thread;
        ~loop_thread() { loop.stop(); }
    };
    const loop_thread running{parts.loop, std::jthread([&parts] { parts.loop.run(); })};

    const bool terminal = observe::is_terminal(observe::stream::out);
    terminal_group group(
        parts, observe::wants_colour(terminal, observe::colour_choice::automatic, config::process_environment()));
    bool ready = how.as.empty() || group.become(how.as);
    if (ready && terminal) std::cout << usage;
    std::string line;
    while (ready) {
        if (terminal) group.prompt();
        if (!std::getline(std::cin, line) || !group.take(line)) break;
    }
    return ready ? ok : bad_usage;
}

} // namespace bot::cli
