// Requests the gate must refuse: one list for the gate by itself and for the whole server over a socket. The handler
// they aim at is POST /in (or GET /in).
#pragma once

#include <string>
#include <vector>

namespace tests::server {

struct bad_request {
    const char* what;
    int status;
    std::string raw; // head and what an attacker would send behind it
};

inline std::vector<bad_request> bad_requests() {
    using namespace std::string_literals;
    const auto post = [](const std::string& headers, const std::string& behind = "") {
        return "POST /in HTTP/1.1\r\nHost: here\r\n" + headers + "\r\n" + behind;
    };
    const auto get = [](const std::string& line) { return line + "\r\nHost: here\r\n\r\n"; };
    const std::string smuggled = "GET /in HTTP/1.1\r\nHost: here\r\n\r\n";
    const std::string chunked = "Transfer-Encoding: chunked\r\n";
    const std::string none = "0\r\n\r\n";
    return {
        {"Content-Length and Transfer-Encoding", 400, post("Content-Length: 6\r\n" + chunked, none + smuggled)},
        {"Transfer-Encoding and Content-Length", 400, post(chunked + "Content-Length: 6\r\n", none + smuggled)},
        {"two different Content-Lengths", 400, post("Content-Length: 0\r\nContent-Length: 36\r\n", smuggled)},
        {"two equal Content-Lengths", 400, post("Content-Length: 1\r\ncontent-length: 1\r\n", "x")},
        {"Content-Length as a list", 400, post("Content-Length: 1, 1\r\n", "x")},
        {"Content-Length with a sign", 400, post("Content-Length: +1\r\n", "x")},
        {"negative Content-Length", 400, post("Content-Length: -1\r\n", "x")},
        {"hexadecimal Content-Length", 400, post("Content-Length: 0x1\r\n", "x")},
        {"empty Content-Length", 400, post("Content-Length:\r\n", "x")},
        {"Content-Length beyond 64 bits", 400, post("Content-Length: 18446744073709551617\r\n", "x")},
        {"Content-Length with a blank inside", 400, post("Content-Length: 1 1\r\n", "x")},
        {"Transfer-Encoding twice", 400, post(chunked + chunked, none)},
        {"Transfer-Encoding chunked and identity", 400, post(chunked + "Transfer-Encoding: identity\r\n", none)},
        {"Transfer-Encoding identity", 400, post("Transfer-Encoding: identity\r\n")},
        {"Transfer-Encoding empty", 400, post("Transfer-Encoding:\r\n")},
        {"Transfer-Encoding in quotes", 400, post("Transfer-Encoding: \"chunked\"\r\n", none)},
        {"Transfer-Encoding with a prefix", 400, post("Transfer-Encoding: xchunked\r\n", none)},
        {"chunked twice in one header", 400, post("Transfer-Encoding: chunked, chunked\r\n", none)},
        {"chunked behind gzip", 400, post("Transfer-Encoding: gzip, chunked\r\n", none)},
        {"chunked not last", 400, post("Transfer-Encoding: chunked, gzip\r\n", none)},
        {"chunked with a vertical tab", 400, post("Transfer-Encoding:\vchunked\r\n", none)},
        {"chunked with a parameter", 400, post("Transfer-Encoding: chunked;q=1\r\n", none)},
        {"Transfer-Encoding on HTTP/1.0", 400, "POST /in HTTP/1.0\r\nHost: here\r\n" + chunked + "\r\n" + none},
        {"blank before the colon", 400, post("Transfer-Encoding : chunked\r\n", none)},
        {"blank before the colon of Content-Length", 400, post("Content-Length : 36\r\n", smuggled)},
        {"tab before the colon", 400, post("Content-Length\t: 36\r\n", smuggled)},
        {"folded header", 400, post("X-One: a\r\n b\r\n")},
        {"folded Transfer-Encoding", 400, post("Transfer-Encoding:\r\n chunked\r\n", none)},
        {"folded with a tab", 400, post("X-One: a\r\n\tb\r\n")},
        {"blank before the first header", 400, "GET /in HTTP/1.1\r\n Host: here\r\n\r\n"},
        {"line end without CR", 400, post("X-One: a\nX-Two: b\r\n")},
        {"CR without LF in a value", 400, post("X-One: a\rX-Two: b\r\n")},
        {"CR CR LF", 400, post("X-One: a\r\r\n")},
        {"NUL in a value", 400, post("X-One: a\0b\r\n"s)},
        {"NUL in a name", 400, post("X-\0One: a\r\n"s)},
        {"bell in a value", 400, post("X-One: \a\r\n")},
        {"DEL in a value", 400, post("X-One: \x7f\r\n")},
        {"header without a name", 400, post(": a\r\n")},
        {"header without a colon", 400, post("X-One\r\n")},
        {"name that is no token", 400, post("X(One): a\r\n")},
        {"name beyond ASCII", 400, post("X-\xc3\xa9: a\r\n")},
        {"no Host", 400, "GET /in HTTP/1.1\r\n\r\n"},
        {"two Hosts", 400, post("Host: here\r\n")},
        {"two Hosts on HTTP/1.0", 400, "GET /in HTTP/1.0\r\nHost: here\r\nHost: there\r\n\r\n"},
        {"empty Host", 400, "GET /in HTTP/1.1\r\nHost:\r\n\r\n"},
        {"Host with a path", 400, "GET /in HTTP/1.1\r\nHost: here/there\r\n\r\n"},
        {"Host with a user", 400, "GET /in HTTP/1.1\r\nHost: me@here\r\n\r\n"},
        {"Host as a list", 400, "GET /in HTTP/1.1\r\nHost: here, there\r\n\r\n"},
        {"Slack's signature twice", 400, post("X-Slack-Signature: v0=a\r\nx-slack-signature: v0=b\r\n")},
        {"Slack's timestamp twice", 400, post("X-Slack-Request-Timestamp: 1\r\nX-Slack-Request-Timestamp: 1\r\n")},
        {"DingTalk's signature twice", 400, post("sign: a\r\nSign: b\r\n")},
        {"DingTalk's timestamp twice", 400, post("timestamp: 1\r\nTimestamp: 2\r\n")},
        {"two Content-Types", 400, post("Content-Type: text/plain\r\nContent-Type: application/json\r\n")},
        {"target in absolute form", 400, get("GET http://here/in HTTP/1.1")},
        {"target without a slash", 400, get("GET in HTTP/1.1")},
        {"target *", 400, get("GET * HTTP/1.1")},
        {"no target", 400, get("GET HTTP/1.1")},
        {"empty target", 400, get("GET  HTTP/1.1")},
        {"target with a blank", 400, get("GET /in x HTTP/1.1")},
        {"target with a tab", 400, get("GET /in\tx HTTP/1.1")},
        {"target with a NUL", 400, get("GET /in\0x HTTP/1.1"s)},
        {"target beyond ASCII", 400, get("GET /\xe7\xbe\xa4 HTTP/1.1")},
        {"target with a fragment", 400, get("GET /in#x HTTP/1.1")},
        {"path with ..", 400, get("GET /a/../in HTTP/1.1")},
        {"path with .. in disguise", 400, get("GET /a/%2e%2E/in HTTP/1.1")},
        {"path that ends in ..", 400, get("GET /in/.. HTTP/1.1")},
        {"path with a hidden slash and ..", 400, get("GET /a%2f..%2fin HTTP/1.1")},
        {"path with .", 400, get("GET /./in HTTP/1.1")},
        {"path with an encoded NUL", 400, get("GET /in%00 HTTP/1.1")},
        {"path with an encoded line end", 400, get("GET /in%0d%0aX: HTTP/1.1")},
        {"path with half an escape", 400, get("GET /in%2 HTTP/1.1")},
        {"path with a wrong escape", 400, get("GET /in%zz HTTP/1.1")},
        {"two blanks behind the method", 400, get("GET  /in HTTP/1.1")},
        {"tab behind the method", 400, get("GET\t/in HTTP/1.1")},
        {"blank before the method", 400, get(" GET /in HTTP/1.1")},
        {"empty line before the request", 400, get("\r\nGET /in HTTP/1.1")},
        {"blank behind the version", 400, get("GET /in HTTP/1.1 ")},
        {"no version", 400, get("GET /in")},
        {"version in lower case", 400, get("GET /in http/1.1")},
        {"version with too many digits", 400, get("GET /in HTTP/1.10")},
        {"method that is no token", 400, get("G(T /in HTTP/1.1")},
        {"HTTP/0.9", 505, get("GET /in HTTP/0.9")},
        {"HTTP/1.2", 505, get("GET /in HTTP/1.2")},
        {"HTTP/2.0", 505, get("GET /in HTTP/2.0")},
        {"the preface of HTTP/2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
        {"PUT", 405, get("PUT /in HTTP/1.1")},
        {"DELETE", 405, get("DELETE /in HTTP/1.1")},
        {"TRACE", 405, get("TRACE /in HTTP/1.1")},
        {"CONNECT", 405, get("CONNECT here:443 HTTP/1.1")},
        {"OPTIONS *", 405, get("OPTIONS * HTTP/1.1")},
        {"a method nobody knows", 501, get("BREW /in HTTP/1.1")},
        {"a method in lower case", 501, get("get /in HTTP/1.1")},
        {"a Connection that is no list", 400, post("Connection: keep alive\r\n")},
        {"a Proxy-Connection that is no list", 400, post("Proxy-Connection: close, (\r\n")},
        {"an expectation nobody knows", 417, post("Expect: 200-ok\r\n")},
        {"two expectations", 417, post("Expect: 100-continue\r\nExpect: 100-continue\r\n")},
    };
}

} // namespace tests::server
