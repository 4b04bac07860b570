// What `qunda` ends with: sysexits where one fits, so that scripts can tell their own mistake from ours.
#pragma once

namespace bot::cli {

enum exit_code : int {
    ok = 0,
    failed = 1,         // anything else that went wrong
    findings = 2,       // it worked, and found something a person should look at
    bad_usage = 64,     // EX_USAGE
    no_input = 66,      // EX_NOINPUT: a file or folder that is not there or not readable
    unavailable = 69,   // EX_UNAVAILABLE: database locked or newer than this qunda, address in use
    cannot_create = 73, // EX_CANTCREAT
    io_error = 74,      // EX_IOERR: disk full, write failed
    try_again = 75,     // EX_TEMPFAIL: the platform is busy, or did not answer
    bad_config = 78,    // EX_CONFIG
};

} // namespace bot::cli
