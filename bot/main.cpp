#include "bot/cli/verbs.hpp"

int main(int count, char** values) {
    return bot::cli::run(count, values);
}
