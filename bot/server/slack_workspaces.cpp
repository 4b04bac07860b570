#include "bot/server/slack_workspaces.hpp"

#include "adapters/net/seal.hpp"
#include "bot/observe/log.hpp"
#include "knowledge/store/installations.hpp"

#include <algorithm>
#include <utility>

namespace bot::server {

namespace net = adapters::net;
namespace store = knowledge::store;

namespace {

std::string owner_of(std::string_view workspace) {
    return "slack:" + std::string(workspace);
}

// Of Enterprise Grid; a workspace's id begins with T.
bool is_organisation(std::string_view workspace) {
    return workspace.starts_with('E');
}

} // namespace

slack_workspaces::slack_workspaces(store::store& store, const config::slack_settings& settings,
                                   std::function<knowledge::timestamp()> clock)
    : store_(store), settings_(settings), clock_(std::move(clock)) {
    if (!settings_.is_installable()) return;
    const auto stored = store_.read([](store::session& db) { return store::load_installations(db, "slack"); });
    for (const auto& one : stored) {
        auto token = net::unseal(key(), one.token, owner_of(one.workspace));
        if (token)
            tokens_[one.workspace] = *std::move(token);
        else
            observe::log::error("the token of workspace {} cannot be opened with this token_key; install the app there "
                                "again",
                                observe::log_text(one.workspace));
    }
}

std::string slack_workspaces::key() const {
    return net::seal_key_from_base64(settings_.token_key.reveal()).value(); // checked with the configuration
}

std::string slack_workspaces::installed_token(std::string_view workspace) const {
    const auto found = tokens_.find(workspace);
    if (found != tokens_.end()) return found->second;
    if (left_.contains(workspace)) return {};
    const auto organisation = std::ranges::find_if(tokens_, [](const auto& one) { return is_organisation(one.first); });
    return organisation != tokens_.end() ? organisation->second : settings_.bot_token.reveal();
}

std::string slack_workspaces::token_of(std::string_view workspace) const {
    auto token = installed_token(workspace);
    const auto known = refused_.find(workspace);
    const bool rests = known != refused_.end() && known->second.token == token && clock_() < known->second.until;
    return rests ? std::string() : token;
}

void slack_workspaces::refused(const std::string& workspace, const std::string& token, const std::string& why) {
    auto& known = refused_[workspace];
    if (known.token != token)
        observe::log::error(
            "Slack does not take the token of workspace {} ({}): what is to be said there waits until the "
            "app is installed again, and expires after a while",
            observe::log_text(workspace), observe::log_text(why));
    known = {token, clock_() + rest_after_refusal};
}

void slack_workspaces::install(const adapters::slack::granted& grant, knowledge::timestamp now,
                               std::function<void(bool)> finished) {
    store::installation row{.platform = "slack",
                            .workspace = grant.workspace,
                            .title = grant.title,
                            .token = net::seal(key(), grant.token, owner_of(grant.workspace)),
                            .bot_member = grant.bot_user,
                            .bot_id = grant.bot_id,
                            .scopes = grant.scopes,
                            .installed_by = grant.installed_by,
                            .installed_at = now};
    auto work = [row = std::move(row)](store::session& db) { store::save_installation(db, row); };
    auto done = [this, workspace = grant.workspace, token = grant.token, finished](const std::exception_ptr& trouble) {
        if (!trouble) {
            tokens_[workspace] = token;
            left_.erase(workspace);
            refused_.clear(); // an organisation's token is refused in each of its workspaces
            observe::log::info("installed in Slack workspace {}", observe::log_text(workspace));
        }
        finished(!trouble);
    };
    if (!store_.submit(std::move(work), std::move(done))) finished(false);
}

void slack_workspaces::forget(const adapters::slack::uninstalled& what, std::function<void(bool)> finished) {
    enum class found { nothing, removed, newer };
    const auto became = std::make_shared<found>(found::nothing);
    auto work = [what, became](store::session& db) {
        // Slack tells the second in which it was; an installation of that second was before.
        const auto before = what.at + std::chrono::seconds(1);
        const auto row = store::find_installation(db, "slack", what.workspace);
        if (row && row->installed_at >= before) {
            *became = found::newer;
        } else if (store::remove_installation(db, "slack", what.workspace)) {
            *became = found::removed;
        }
    };
    auto done = [this, workspace = what.workspace, became, finished](const std::exception_ptr& trouble) {
        if (trouble) return finished(false);
        if (*became == found::removed) {
            tokens_.erase(workspace);
            left_.insert(workspace);
            observe::log::warning("uninstalled from Slack workspace {}", observe::log_text(workspace));
        } else if (*became == found::nothing && !left_.contains(workspace)) {
            observe::log::error("Slack took the token of workspace {} back; what is to be said there waits until it is "
                                "installed again",
                                observe::log_text(workspace));
        }
        finished(true);
    };
    if (!store_.submit(std::move(work), std::move(done))) finished(false);
}

} // namespace bot::server
