# Two things at once, in both orders: the one that is journalled first counts.

== hang-up, then accept
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
3      CallerLeft call=c1
       > OfferEnded how=withdrawn
       > CallAbandoned call=c1 waited=2 short=true
       > AgentStateChanged agent=maria state=idle
3      AcceptPressed offer=c1/1 agent=maria

== accept, then hang-up
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
3      AcceptPressed offer=c1/1 agent=maria
       > OfferAccepted offer=c1/1
       > AgentStateChanged agent=maria state=connecting
3      CallerLeft call=c1
       > OfferEnded how=withdrawn
       > CallAbandoned call=c1
       > AgentStateChanged agent=maria state=idle
4      ConnectFailed call=c1 agent=maria offer=c1/1 because=not_joined
5      CallConnected call=c1 agent=maria offer=c1/1

== accept twice
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
3      AcceptPressed offer=c1/1 agent=maria
       > OfferAccepted offer=c1/1
       > AgentStateChanged agent=maria state=connecting
3      AcceptPressed offer=c1/1 agent=maria

== expiry, then accept
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
passes 11
       > OfferEnded how=expired
       > AgentStateChanged agent=maria state=not_responding
       > CallRequeued call=c1
11     AcceptPressed offer=c1/1 agent=maria

== accept, then expiry
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
10.9   AcceptPressed offer=c1/1 agent=maria
       > OfferAccepted offer=c1/1
       > AgentStateChanged agent=maria state=connecting
passes 20

== an accept at the last instant or after it is too late, though the expiry was not told yet
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
11     AcceptPressed offer=c1/1 agent=maria

== reject, then expiry
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
10.9   RejectPressed offer=c1/1 agent=maria
       > OfferEnded how=rejected
       > AgentStateChanged agent=maria state=not_ready reason=declined
       > CallRequeued call=c1
passes 11

== expiry, then reject
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
passes 11
       > OfferEnded how=expired
       > AgentStateChanged agent=maria state=not_responding
       > CallRequeued call=c1
11     RejectPressed offer=c1/1 agent=maria

== accept, then reject
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
3      AcceptPressed offer=c1/1 agent=maria
       > OfferAccepted offer=c1/1
       > AgentStateChanged agent=maria state=connecting
3      RejectPressed offer=c1/1 agent=maria

== she signs out in the offer
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
3      AgentSignedOut agent=maria desk=d
       > OfferEnded how=rejected
       > AgentStateChanged agent=maria state=logged_out
       > CallRequeued call=c1
3      AcceptPressed offer=c1/1 agent=maria
passes 20

== she accepts, then signs out: it takes effect after wrap-up
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
3      AcceptPressed offer=c1/1 agent=maria
       > OfferAccepted offer=c1/1
       > AgentStateChanged agent=maria state=connecting
3      AgentSignedOut agent=maria desk=d
4      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
20     AgentReleased call=c1 agent=maria
       > AgentStateChanged agent=maria state=wrap_up
passes 50
       > WrapUpEnded how=deadline
       > AgentStateChanged agent=maria state=logged_out

== she signs out while it connects, and it does not
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
3      AcceptPressed offer=c1/1 agent=maria
       > OfferAccepted offer=c1/1
       > AgentStateChanged agent=maria state=connecting
3      AgentSignedOut agent=maria desk=d
5      ConnectFailed call=c1 agent=maria offer=c1/1 because=not_joined
       > OfferEnded how=connect_failed
       > AgentStateChanged agent=maria state=logged_out
       > CallRequeued call=c1
passes 20

== her audio is lost in the offer
given ready maria
given ready omar
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1 agent=maria
       > AgentStateChanged agent=maria state=offered
3      AudioLost agent=maria
       > OfferEnded how=device_lost
       > AgentStateChanged agent=maria state=unreachable until=@8
       > CallRequeued call=c1
       > OfferMade offer=c1/2 agent=omar
       > AgentStateChanged agent=omar state=offered
3      AcceptPressed offer=c1/1 agent=maria

== she accepts, then her audio is lost: the call decides
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
3      AcceptPressed offer=c1/1 agent=maria
       > OfferAccepted offer=c1/1
       > AgentStateChanged agent=maria state=connecting
3      AudioLost agent=maria

== her desk is lost, then she accepts
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
3      DeskLost agent=maria
       > OfferEnded how=device_lost
       > AgentStateChanged agent=maria state=unreachable
       > CallRequeued call=c1
3      AcceptPressed offer=c1/1 agent=maria

== she accepts, then her desk is lost and found
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
3      AcceptPressed offer=c1/1 agent=maria
       > OfferAccepted offer=c1/1
       > AgentStateChanged agent=maria state=connecting
3      DeskLost agent=maria
4      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
5      DeskFound agent=maria

== the page is refreshed in mid-offer: it is still hers
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      AgentSignedIn agent=maria desk=another
3      AudioReady agent=maria uri=sip:maria@softphone
4      AcceptPressed offer=c1/1 agent=maria
       > OfferAccepted offer=c1/1
       > AgentStateChanged agent=maria state=connecting

== she chooses a break in the offer: the offer stands, the break comes after the call
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      IntentChosen agent=maria intent=not_ready reason=break
3      AcceptPressed offer=c1/1 agent=maria
       > OfferAccepted offer=c1/1
       > AgentStateChanged agent=maria state=connecting
4      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
10     AgentReleased call=c1 agent=maria
       > AgentStateChanged agent=maria state=wrap_up
15     OutcomeGiven agent=maria call=c1 outcome=answered
       > WrapUpEnded how=outcome
       > AgentStateChanged agent=maria state=not_ready reason=break

== a break chosen in the offer, and the caller leaves
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      IntentChosen agent=maria intent=not_ready reason=break
3      CallerLeft call=c1
       > OfferEnded how=withdrawn
       > CallAbandoned call=c1
       > AgentStateChanged agent=maria state=not_ready reason=break

== the caller leaves while it connects, and she had chosen a break
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      AcceptPressed offer=c1/1 agent=maria
       > OfferAccepted offer=c1/1
       > AgentStateChanged agent=maria state=connecting
2      IntentChosen agent=maria intent=not_ready reason=break
3      CallerLeft call=c1
       > OfferEnded how=withdrawn
       > CallAbandoned call=c1
       > AgentStateChanged agent=maria state=not_ready reason=break

== outcome, then the end of wrap-up
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
10     AgentReleased call=c1 agent=maria
       > AgentStateChanged agent=maria state=wrap_up until=@40
40     OutcomeGiven agent=maria call=c1 outcome=answered
       > WrapUpEnded how=outcome
       > AgentStateChanged agent=maria state=idle
passes 100

== the end of wrap-up, then the outcome
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
10     AgentReleased call=c1 agent=maria
       > AgentStateChanged agent=maria state=wrap_up until=@40
passes 40
       > WrapUpEnded how=deadline
       > AgentStateChanged agent=maria state=idle
40     OutcomeGiven agent=maria call=c1 outcome=answered

== she hangs up, then the caller does
given ready maria
1      CallQueued call=c1 party=p queue=flights
       > OfferMade offer=c1/1
       > AgentStateChanged agent=maria state=offered
2      CallConnected call=c1 agent=maria offer=c1/1
       > AgentStateChanged agent=maria state=on_call
10     AgentReleased call=c1 agent=maria
       > AgentStateChanged agent=maria state=wrap_up
10     AgentReleased call=c1 agent=maria
10     CallerLeft call=c1
