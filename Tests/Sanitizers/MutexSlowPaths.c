// Tells ThreadSanitizer of the locks that it does not see.
//
// Synchronization.Mutex takes and gives back a free lock by atomics that are compiled into whoever uses it, which the
// sanitizer sees. Where threads contend for one, the library that comes with Swift does it, by futex(2), and is built without
// the sanitizer: what one thread did before it gave the lock back then seems to race with what the next does after it. These
// functions stand before the library's (LD_PRELOAD), call them, and say that one happens before the other. Nothing is
// suppressed: what is reported races.
//
// The library's functions are methods of _MutexHandle, whose address, that of the futex, is Swift's `self`.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SELF __attribute__((swift_context)) void *self
#define METHOD __attribute__((swiftcall, visibility("default")))

// Of the sanitizer's runtime; not there in a program that is built without it.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

METHOD void lock_slowly(uint32_t thread, SELF) __asm__("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
METHOD bool try_lock_slowly(SELF) __asm__("$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF");
METHOD void unlock_slowly(SELF) __asm__("$s15Synchronization12_MutexHandleV11_unlockSlowyyF");

METHOD void lock_slowly(uint32_t thread, SELF) {
    METHOD void (*library)(uint32_t, SELF) = dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
    library(thread, self);
    if (__tsan_acquire) __tsan_acquire(self);
}

METHOD bool try_lock_slowly(SELF) {
    METHOD bool (*library)(SELF) = dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF");
    bool is_locked = library(self);
    if (is_locked && __tsan_acquire) __tsan_acquire(self);
    return is_locked;
}

METHOD void unlock_slowly(SELF) {
    METHOD void (*library)(SELF) = dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
    if (__tsan_release) __tsan_release(self);
    library(self);
}
