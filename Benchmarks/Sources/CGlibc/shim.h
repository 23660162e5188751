#pragma once
#include <stddef.h>
#include <sys/epoll.h>
/* GNU's, which string.h declares only with _GNU_SOURCE. */
extern void *memmem(const void *haystack, size_t length, const void *needle, size_t size);
