"""The mirror: keeps a second library in step with the first (4.3.6), with a dated history of all it replaced (12.2.2).

A process of its own that knows no database of ours: the library tree is its only truth. watchdog events are the fast
path; the full comparison of both trees is the promise.

    watching -> inbox -> planning -> brakes -> applying -> state      (engine joins them, daemon runs the engine)
    targets, history, damage, marker, verifying                       (what these stand on)
    queries, listing, commands                                        (what others may ask)
"""
