/*
 * Another process in C: maps a named cookie and exchanges data with its owner.
 *
 *     peer PATH read       map read-only, print the int at 0
 *     peer PATH write      map writable, add 1 to the int at 0, print "refused" if that may not be
 *     peer PATH attack     try everything that could raise SIGBUS in the owner; print what is refused
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static void say(const char *what, int result)
{
    printf("%s %s\n", what, result == 0 ? "done" : errno == EPERM ? "refused" : strerror(errno));
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: peer PATH read|write|attack\n");
        return 2;
    }
    int reading = strcmp(argv[2], "read") == 0;
    int fd = open(argv[1], (reading ? O_RDONLY : O_RDWR) | O_CLOEXEC);
    struct stat file;
    if (fd < 0 || fstat(fd, &file) != 0) {
        perror(argv[1]);
        return 1;
    }
    if (strcmp(argv[2], "attack") == 0) {
        say("shrink", ftruncate(fd, 0));
        say("grow", ftruncate(fd, file.st_size * 2));
        say("extend", fallocate(fd, 0, file.st_size, 4096));
        say("collapse", fallocate(fd, FALLOC_FL_COLLAPSE_RANGE, 0, 4096));
        say("punch", fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, file.st_size));
        say("seal", fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
        say("execute", mmap(NULL, file.st_size, PROT_EXEC, MAP_SHARED, fd, 0) == MAP_FAILED ? -1 : 0);
        return 0;
    }
    int *memory = mmap(NULL, file.st_size, reading ? PROT_READ : PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED) {
        say(argv[2], -1);
        return 0;
    }
    if (!reading) {
        __atomic_add_fetch(memory, 1, __ATOMIC_SEQ_CST);
    }
    printf("%d\n", __atomic_load_n(memory, __ATOMIC_SEQ_CST));
    return 0;
}
