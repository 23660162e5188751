/* What labd needs to run under valgrind 3.19, preloaded: valgrind writes to the mask that is given to sigsuspend, which libdispatch
   keeps in memory that cannot be written, and it does not know openat2. */
#define _GNU_SOURCE
#include "UnderValgrind.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/syscall.h>

static long call(long number, long a, long b, long c, long d, long e, long f) {
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    if (result >= 0 || result <= -4096) return result;
    errno = (int)-result;
    return -1;
}

int sigsuspend(const sigset_t *mask) {
    sigset_t copy = *mask;
    return (int)call(SYS_rt_sigsuspend, (long)&copy, 8, 0, 0, 0, 0);
}

long syscall(long number, ...) {
    va_list list;
    va_start(list, number);
    long a = va_arg(list, long), b = va_arg(list, long), c = va_arg(list, long);
    long d = va_arg(list, long), e = va_arg(list, long), f = va_arg(list, long);
    va_end(list);
    if (number != SYS_openat2) return call(number, a, b, c, d, e, f);
    /* Without what restricts the way to the file, which is nothing that is counted. */
    const struct open_how *how = (const struct open_how *)c;
    return openat((int)a, (const char *)b, (int)how->flags, (mode_t)how->mode);
}
