#pragma once
// Functions that Swift cannot call: C declares them variadic, or glibc does not have them. No header is included here, because
// its types would then belong to this module.

/// open(2), O_PATH: a descriptor that names a directory and reads nothing.
extern const int linux_O_PATH;

/// openat2(2): opens a directory by its path, without following a link in any part of the path.
int linux_open_directory_without_links(const char *path);

/// prctl(2), PR_SET_DUMPABLE: switches core dumps off, and forbids other processes of this account to read this one's memory.
int linux_forbid_dumps(void);

/// adjtimex(2), only reading: returns 1 if the kernel's clock is synchronised, 0 if not, -1 if the kernel does not say.
int linux_is_clock_synchronised(void);

/// prctl(2), PR_SET_NAME: names the calling thread; only the first 15 bytes are used.
int linux_name_thread(const char *name);

/// setpriority(2): gives the calling thread less time of the processor than others while they need it.
void linux_lower_thread_priority(void);

/// sync_file_range(2): writes bytes of a file to the disk and waits for it, without making them durable.
void linux_write_out(int file, long start, long count);

/// makedev(3): returns the major and minor number of a device.
unsigned int linux_major(unsigned long device);
unsigned int linux_minor(unsigned long device);

/// Registers a mapped file, so that a SIGBUS in the map can name it. The number of maps is limited, and a path that is too long
/// is cut. Returns 0 if the map was registered.
int linux_note_map(unsigned long start, unsigned long size, const char *path);

/// Removes the map that begins at `start`.
void linux_forget_map(unsigned long start);

/// sigaction(2): installs a handler that, at a SIGBUS in a registered map, writes `before`, the file's path and `after` to
/// standard error; the signal then ends the process as usual. The texts are copied, and cut if they are too long. Returns 0 if
/// the handler was installed.
int linux_speak_at_sigbus(const char *before, const char *after);
