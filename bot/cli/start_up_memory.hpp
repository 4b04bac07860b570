// What only the start needed, handed back to the system before the program settles down to serve: free pages of the
// heap, and pages of program and libraries. Those are read from their files again where they are still used.
#pragma once

namespace bot::cli {

// Once everything is started. Does nothing where the system has no such ways, and under a debugger.
void give_back_start_up_memory();

} // namespace bot::cli
