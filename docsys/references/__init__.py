"""参考表 19.1 to 19.3: how to reach 运管中心, the hosting rooms, the nodes. Kept as versions, changed by two persons.

What other rooms ask   queries.nodes(session) -> [(code, name)]
What they may hear     events.ReferenceChanged
"""
