// The fixed texts in both languages, as shipped: one place for all words the bot says. texts.hpp has what each is for.
#pragma once

#include "bot/conversation/texts.hpp"

#include <string_view>

namespace bot::conversation {

struct wordings {
    std::string_view zh;
    std::string_view en;
};

wordings wordings_of(text which);

} // namespace bot::conversation
