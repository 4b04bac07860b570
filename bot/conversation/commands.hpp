// The one table of commands: what they are called, what stands behind the name, who may use them and what they are good
// for. What is understood (command.hpp), what `help` says and what a typing mistake is taken for come from here alone.
#pragma once

#include "bot/config/settings.hpp"
#include "bot/conversation/command.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::conversation {

// To whom help shows a command and to whom a typing mistake is taken for it. Whether somebody really may is decided in
// turn::handle(), where a refusal is recorded too.
enum class audience { members, moderators };

struct in_both {
    std::string_view zh, en;
};
[[nodiscard]] inline std::string_view in(const in_both& words, config::language speaks) {
    return speaks == config::language::zh ? words.zh : words.en;
}

struct command {
    struct {
        std::vector<std::string_view> zh, en; // English ones in small letters; help shows the first of each
    } names;
    in_both arguments; // as help shows them, and such that `read` takes them; "": none
    audience who = audience::members;
    in_both help; // one line, Markdown; "": not listed
    // What stands behind the name, as it was typed. nullopt: the message is no command.
    std::optional<request> (*read)(std::string_view rest);
};

// In the order of help.
[[nodiscard]] const std::vector<command>& commands();

// "answer #12 your answer", as help shows it.
[[nodiscard]] std::string usage(const command& one, config::language speaks);

} // namespace bot::conversation
