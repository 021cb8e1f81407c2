# An offer that is not taken, whatever the reason.

== not answered for ten seconds: back to the head, she is not responding until she chooses
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1 agent=maria
       > AgentStateChanged agent=maria state=offered
2      CallQueued call=c2 party=p queue=flights
       > PlaceTold call=c2 ahead=0
passes 11
       > OfferEnded offer=c1/1 call=c1 agent=maria how=expired
       > AgentStateChanged agent=maria state=not_responding
       > CallRequeued call=c1 queue=flights because=expired
20     AudioLost agent=maria
21     AudioReady agent=maria uri=sip:maria@softphone
30     IntentChosen agent=maria intent=available
       > AgentStateChanged agent=maria state=idle
       > OfferMade offer=c1/2 call=c1 agent=maria entered_at=@1
       > AgentStateChanged agent=maria state=offered
31     AcceptPressed offer=c1/1 agent=maria
31     AcceptPressed offer=c1/2 agent=omar
32     AcceptPressed offer=c1/2 agent=maria
       > OfferAccepted offer=c1/2
       > AgentStateChanged agent=maria state=connecting

== not answered, and then she chooses a break
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
passes 11
       > OfferEnded how=expired
       > AgentStateChanged agent=maria state=not_responding
       > CallRequeued call=c1
12     IntentChosen agent=maria intent=not_ready reason=break
       > AgentStateChanged agent=maria state=not_ready reason=break

== not answered, and her audio is gone when she chooses ready
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
passes 11
       > OfferEnded how=expired
       > AgentStateChanged agent=maria state=not_responding
       > CallRequeued call=c1
12     AudioLost agent=maria
13     IntentChosen agent=maria intent=available
       > AgentStateChanged agent=maria state=unreachable
14     IntentChosen agent=maria intent=not_ready reason=meal
       > AgentStateChanged agent=maria state=not_ready reason=meal

== not answered, and she signs out
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
passes 11
       > OfferEnded how=expired
       > AgentStateChanged agent=maria state=not_responding
       > CallRequeued call=c1
12     AgentSignedOut agent=maria desk=d
       > AgentStateChanged agent=maria state=logged_out
13     IntentChosen agent=maria intent=available
14     AgentSignedIn agent=maria desk=d
       > AgentStateChanged agent=maria state=not_ready

== the next agent gets it when the first does not answer
given ready maria
given ready omar
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1 agent=maria
       > AgentStateChanged agent=maria state=offered
passes 11
       > OfferEnded how=expired
       > AgentStateChanged agent=maria state=not_responding
       > CallRequeued call=c1
       > OfferMade offer=c1/2 agent=omar entered_at=@1 until=@21
       > AgentStateChanged agent=omar state=offered

== declined: she gets nothing for fifteen seconds
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1 agent=maria
       > AgentStateChanged agent=maria state=offered
3      RejectPressed offer=c1/1 agent=maria
       > OfferEnded how=rejected
       > AgentStateChanged agent=maria state=not_ready reason=declined until=@18
       > CallRequeued call=c1 because=rejected
4      IntentChosen agent=maria intent=available
5      RejectPressed offer=c1/1 agent=maria
passes 18
       > AgentStateChanged agent=maria state=idle
       > OfferMade offer=c1/2 agent=maria
       > AgentStateChanged agent=maria state=offered

== declined, then a break of her own outlasts the delay
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1 agent=maria
       > AgentStateChanged agent=maria state=offered
3      RejectPressed offer=c1/1 agent=maria
       > OfferEnded how=rejected
       > AgentStateChanged agent=maria state=not_ready reason=declined
       > CallRequeued call=c1
4      IntentChosen agent=maria intent=not_ready reason=break
       > AgentStateChanged agent=maria state=not_ready reason=break
passes 100
       > PlaceTold call=c1 ahead=0
       > PlaceTold call=c1 ahead=0
       > PlaceTold call=c1 ahead=0

== accepted but not joined: it is not her miss, she is back in five seconds
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
3      AcceptPressed offer=c1/1 agent=maria
       > OfferAccepted offer=c1/1
       > AgentStateChanged agent=maria state=connecting
4      ConnectFailed call=c1 agent=omar offer=c1/1 because=not_joined
5      ConnectFailed call=c1 agent=maria offer=c1/1 because=not_joined
       > OfferEnded how=connect_failed
       > AgentStateChanged agent=maria state=unreachable until=@10
       > CallRequeued call=c1 because=connect_failed
passes 10
       > AgentStateChanged agent=maria state=idle
       > OfferMade offer=c1/2 agent=maria
       > AgentStateChanged agent=maria state=offered

== accepted but not joined, and her audio stands again before the five seconds
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
3      AcceptPressed offer=c1/1 agent=maria
       > OfferAccepted offer=c1/1
       > AgentStateChanged agent=maria state=connecting
4      AudioLost agent=maria
5      ConnectFailed call=c1 agent=maria offer=c1/1 because=not_joined
       > OfferEnded how=connect_failed
       > AgentStateChanged agent=maria state=unreachable
       > CallRequeued call=c1
6      AudioReady agent=maria uri=sip:maria2@softphone
       > AgentStateChanged agent=maria state=idle
       > OfferMade offer=c1/2
       > AgentStateChanged agent=maria state=offered

== accepted but not joined, and her audio stays away
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
3      AcceptPressed offer=c1/1 agent=maria
       > OfferAccepted offer=c1/1
       > AgentStateChanged agent=maria state=connecting
4      AudioLost agent=maria
5      ConnectFailed call=c1 agent=maria offer=c1/1 because=not_joined
       > OfferEnded how=connect_failed
       > AgentStateChanged agent=maria state=unreachable until=@10
       > CallRequeued call=c1
passes 10
       > AgentStateChanged agent=maria state=unreachable until=none

== a desk phone that cannot be rung
given ready lin
1      CallQueued call=c1 party=p queue=complaints
       > OfferMade offer=c1/1 agent=lin device=sip:lin@127.0.0.1:5070 until=@16
       > AgentStateChanged agent=lin state=offered
2      ConnectFailed call=c1 agent=lin offer=c1/1 because=unreachable
       > OfferEnded how=unreachable
       > AgentStateChanged agent=lin state=unreachable
       > CallRequeued call=c1

== a phone that was answered is accepted, and its own URI is what is connected
given ready lin
1      CallQueued call=c1 party=p queue=complaints
       > OfferMade offer=c1/1 agent=lin
       > AgentStateChanged agent=lin state=offered
2      AcceptPressed offer=c1/1 agent=lin
       > OfferAccepted uri=sip:lin@127.0.0.1:5070
       > AgentStateChanged agent=lin state=connecting

== what joins without an accept is connected all the same
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
3      CallConnected call=c1 agent=maria offer=c1/1
passes 20
