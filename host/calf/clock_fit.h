/* clock_fit.h: how two clocks relate, from the times messages left by the one and came by the
 * other.
 *
 * Delays only ever add, so the line that lies below all points and nearest to them is the relation
 * of the clocks (Moon, Skelly, Towsley: Estimation and removal of clock skew from network delay
 * measurements, INFOCOM 1999). It is the edge of the points' lower convex hull that spans their
 * mean (the hull by Andrew's monotone chain, Inf. Process. Lett. 9(5), 1979).
 * Owns: nothing. Errors: with less than two points the drift is 0.
 */
#ifndef HOST_CALF_CLOCK_FIT_H
#define HOST_CALF_CLOCK_FIT_H

#include <stddef.h>
#include <stdint.h>

struct clock_pair {
    int64_t device_us, host_us;
};

struct clock_fit {
    double drift_ppm; /* how much faster the device's clock runs than the host's */
    double slope;     /* of host - device over device */
    double offset_us; /* of host - device where device is `origin_us` */
    int64_t origin_us;
};

/* Fits; the pairs come out sorted by device time. The fastest message's delay is part of the offset. */
struct clock_fit clock_fit_pairs(struct clock_pair *pairs, size_t count);

/* A question and its answer: the device's time is later than the host's when the question had left, and
 * earlier than when the answer came. */
struct clock_exchange {
    int64_t device_us, left_us, came_us;
};

/* Fits what lies between the fastest questions and the fastest answers, whose delays are alike (Mills,
 * RFC 5905, section 8). Its origin is the first one's device time. */
struct clock_fit clock_fit_exchanges(const struct clock_exchange *exchanges, size_t count);

/* How much later than the fitted line this one came. */
double clock_fit_delay_us(const struct clock_fit *fit, const struct clock_pair *pair);

#endif
