# The plain ways of a call through the queue.

== a free agent is offered the call at once, takes it, talks, wraps up, and is free again
given ready maria
1      CallQueued call=c1 party=p queue=flights language=mandarin
       > OfferMade offer=c1/1 call=c1 agent=maria queue=flights device=browser until=@11 entered_at=@1 strategy=longest_idle
       > AgentStateChanged agent=maria state=offered call=c1 until=@11
4      AcceptPressed offer=c1/1 agent=maria
       > OfferAccepted offer=c1/1 call=c1 agent=maria uri=sip:maria@softphone
       > AgentStateChanged agent=maria state=connecting call=c1
4.1    CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call call=c1
100    CallerLeft call=c1
100    AgentReleased call=c1 agent=maria
       > AgentStateChanged agent=maria state=wrap_up call=c1 until=@130
110    OutcomeGiven agent=maria call=c1 outcome=answered
       > WrapUpEnded agent=maria call=c1 how=outcome
       > AgentStateChanged agent=maria state=idle
passes 1000

== nobody is free: the caller hears the place in line, and again every thirty seconds
1      CallQueued call=c1 party=p queue=flights
       > PlaceTold call=c1 ahead=0 wait=none
2      CallQueued call=c2 party=p queue=flights
       > PlaceTold call=c2 ahead=1 wait=none
passes 32
       > PlaceTold call=c1 ahead=0
       > PlaceTold call=c2 ahead=1
40     AgentSignedIn agent=maria desk=d device=sip:maria@phone
       > AgentStateChanged agent=maria state=not_ready
41     IntentChosen agent=maria intent=available
       > AgentStateChanged agent=maria state=idle
       > OfferMade offer=c1/1 agent=maria device=sip:maria@phone until=@51
       > AgentStateChanged agent=maria state=offered
42     AcceptPressed offer=c1/1 agent=maria
       > OfferAccepted offer=c1/1 uri=sip:maria@phone
       > AgentStateChanged agent=maria state=connecting
43     CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
passes 62
       > PlaceTold call=c2 ahead=0 wait=300

== the expected wait is told from the agents who work
given ready maria
given ready omar
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1 agent=maria
       > AgentStateChanged agent=maria state=offered
2      CallQueued call=c2 party=p queue=flights
       > OfferMade offer=c2/1 agent=omar
       > AgentStateChanged agent=omar state=offered
3      CallQueued call=c3 party=p queue=flights
       > PlaceTold call=c3 ahead=0 wait=180

== a hotel queue without announcements tells the place only on entry
1      CallQueued call=c1 party=p queue=hotels
       > PlaceTold call=c1 ahead=0
passes 500

== the call goes to the agent who is idle longest
given ready omar
given ready maria
1      IntentChosen agent=omar intent=not_ready reason=break
       > AgentStateChanged agent=omar state=not_ready reason=break
2      IntentChosen agent=omar intent=available
       > AgentStateChanged agent=omar state=idle
3      CallQueued call=c1 party=p queue=flights
       > OfferMade agent=maria
       > AgentStateChanged agent=maria state=offered

== a language is a skill that the call needs
given ready omar
1      CallQueued call=c1 party=p queue=flights language=mandarin
       > PlaceTold call=c1 ahead=0 wait=none
2      CallQueued call=c2 party=p queue=flights language=english
       > OfferMade offer=c2/1 agent=omar
       > AgentStateChanged agent=omar state=offered

== she takes the better priority first, then who came first, across her queues
1      CallQueued call=c1 party=p queue=hotels
       > PlaceTold call=c1
2      CallQueued call=c2 party=p queue=flights
       > PlaceTold call=c2
3      CallQueued call=c3 party=p queue=flights priority=2
       > PlaceTold call=c3 ahead=0
4      AgentSignedIn agent=omar desk=d device=sip:omar@phone
       > AgentStateChanged agent=omar state=not_ready
5      IntentChosen agent=omar intent=available
       > AgentStateChanged agent=omar state=idle
       > OfferMade offer=c3/1 queue=flights
       > AgentStateChanged agent=omar state=offered
6      CallerLeft call=c3
       > OfferEnded how=withdrawn
       > CallAbandoned call=c3
       > AgentStateChanged agent=omar state=idle
       > OfferMade offer=c1/1 queue=hotels
       > AgentStateChanged agent=omar state=offered
7      CallerLeft call=c1
       > OfferEnded how=withdrawn
       > CallAbandoned call=c1
       > AgentStateChanged agent=omar state=idle
       > OfferMade offer=c2/1 queue=flights
       > AgentStateChanged agent=omar state=offered

== a gold customer who is known before the queue comes before others
1      CallQueued call=c1 party=p queue=flights
       > PlaceTold call=c1 ahead=0
2      CustomerIdentified call=c2 party=p tier=gold
3      CallQueued call=c2 party=p queue=flights
       > PlaceTold call=c2 ahead=0
4      CustomerIdentified call=c1 party=p tier=silver
passes 31
       > PlaceTold call=c1 ahead=0

== a gold customer who is known late moves up, and the place that was told never gets worse
1      CallQueued call=c1 party=p queue=flights
       > PlaceTold call=c1 ahead=0
2      CallQueued call=c2 party=p queue=flights
       > PlaceTold call=c2 ahead=1
3      CallQueued call=c3 party=p queue=flights
       > PlaceTold call=c3 ahead=2
4      CustomerIdentified call=c3 party=p tier=gold
5      CustomerIdentified call=c3 party=p tier=gold
passes 33
       > PlaceTold call=c1 ahead=0
       > PlaceTold call=c2 ahead=1
       > PlaceTold call=c3 ahead=0

== a queue that does not exist is the default queue
given ready maria
1      CallQueued call=c1 party=p queue=trains
       > OfferMade queue=flights agent=maria
       > AgentStateChanged agent=maria state=offered

== a call that is queued twice is one call
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      CallQueued call=c1 party=p queue=hotels
3      CallQueued call=c2 party=p queue=flights
       > PlaceTold call=c2
4      CallQueued call=c2 party=p queue=flights

== the caller who hangs up within five seconds is a short abandon
1      CallQueued call=c1 party=p queue=flights
       > PlaceTold call=c1
5.5    CallerLeft call=c1
       > CallAbandoned call=c1 queue=flights waited=4.5 short=true
6      CallerLeft call=c1
passes 100

== the caller who waited longer is abandoned
1      CallQueued call=c1 party=p queue=flights
       > PlaceTold call=c1
6      CallerLeft call=c1
       > CallAbandoned call=c1 waited=5 short=false

== a call offered late, after nobody thought, rings its full time
given ready maria
20     ThinkingResumed
5      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1 at=@20 until=@30 entered_at=@5
       > AgentStateChanged agent=maria state=offered at=@20
passes 25
