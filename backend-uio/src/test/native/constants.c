/* Prints what the system's headers say: NAME VALUE. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#define SAY(name) printf("%s %lld\n", #name, (long long)(name))

int main(void)
{
    SAY(O_RDWR);
    SAY(O_RDONLY);
    SAY(O_CLOEXEC);
    SAY(O_NONBLOCK);
    SAY(PROT_READ | PROT_WRITE);
    SAY(MAP_SHARED);
    SAY(MAP_PRIVATE);
    SAY(MAP_FIXED);
    SAY(MAP_ANONYMOUS);
    SAY(MAP_NORESERVE);
    SAY(MAP_POPULATE);
    SAY(POLLIN);
    SAY(POLLERR);
    SAY(POLLHUP);
    SAY(POLLNVAL);
    SAY(EFD_CLOEXEC);
    SAY(_SC_PAGESIZE);
    SAY(EPERM);
    SAY(ENOENT);
    SAY(EINTR);
    SAY(EIO);
    SAY(ENXIO);
    SAY(EAGAIN);
    SAY(ENOMEM);
    SAY(EACCES);
    SAY(EBUSY);
    SAY(ENODEV);
    SAY(EINVAL);
    SAY(EMFILE);
    SAY(ENOSYS);
    SAY(sizeof(off_t));
    SAY(sizeof(ssize_t));
    SAY(sizeof(nfds_t));
    SAY(sizeof(struct pollfd));
    SAY(offsetof(struct pollfd, events));
    SAY(offsetof(struct pollfd, revents));
    printf("sysconf(_SC_PAGESIZE) %ld\n", sysconf(_SC_PAGESIZE));
    return 0;
}
