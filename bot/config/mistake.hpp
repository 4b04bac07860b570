// What is wrong with a configuration, in a form that editors jump to.
#pragma once

#include <string>

namespace bot::config {

struct mistake {
    std::string file;
    unsigned line = 0, column = 0; // from 1, columns in characters; 0: the file as a whole
    std::string key;               // "server.port", "community.group.id"; empty when no key is to blame
    std::string message;           // what is wrong and what was expected; never contains a secret

    bool operator==(const mistake&) const = default;
};

std::string to_string(const mistake& what); // file:line:column: key: message, on one line

} // namespace bot::config
