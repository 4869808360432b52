/* version.h: which calf this is; `calf --version` and every session record say so. */
#ifndef HOST_CALF_VERSION_H
#define HOST_CALF_VERSION_H

#define CALF_VERSION "0.1.0"

#endif
